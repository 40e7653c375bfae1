package dev.skerry.api;

import java.util.List;

/** The conditions that only an {@link IngestionJob} carries. */
public enum IngestionCondition implements ConditionType {
    COLLECTION_READY(
            "CollectionReady",
            "True when the collection is there and holds vectors of the right size.");

    /** All of an IngestionJob, in the order of its status. */
    public static final List<ConditionType> ALL =
            List.of(
                    JobCondition.READY,
                    JobCondition.RECONCILING,
                    JobCondition.STALLED,
                    JobCondition.ACCEPTED,
                    JobCondition.STORAGE_READY,
                    COLLECTION_READY,
                    JobCondition.PROGRESS_FRESH);

    private final String id;
    private final String description;

    IngestionCondition(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
