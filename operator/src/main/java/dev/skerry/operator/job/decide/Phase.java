package dev.skerry.operator.job.decide;

import java.util.Arrays;
import java.util.Optional;

/** The summary of a job's conditions. */
public enum Phase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUSPENDED("Suspended"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String id;

    Phase(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    static Optional<Phase> ofId(String id) {
        return Arrays.stream(values()).filter(p -> p.id.equals(id)).findFirst();
    }
}
