package dev.skerry.api.generate;

import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionCondition;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.JobReason;
import dev.skerry.api.Reason;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that definition and reference of a kind are made from.
 *
 * @param text of the kind, as {@code kubectl explain} shows it
 * @param columns of {@code kubectl get}, in this order
 * @param conditions in the order of status
 */
public record KindDescription(
        Class<? extends CustomResource<?, ?>> type,
        Class<? extends Record> spec,
        String text,
        String specText,
        String statusText,
        List<String> columns,
        List<ConditionType> conditions,
        List<Reason> reasons) {

    static final List<KindDescription> ALL =
            List.of(
                    new KindDescription(
                            IngestionJob.class,
                            IngestionJobSpec.class,
                            IngestionJob.DESCRIPTION,
                            IngestionJobSpec.DESCRIPTION,
                            IngestionJobStatus.DESCRIPTION,
                            List.of(
                                    "Phase",
                                    "Stage",
                                    "Progress",
                                    "Files",
                                    "Edges",
                                    "Duration",
                                    "Failure",
                                    "Collection",
                                    "Commit",
                                    "Waiting on",
                                    "Age"),
                            IngestionCondition.ALL,
                            Stream.<Reason>concat(
                                            Stream.of(JobReason.values()),
                                            Stream.of(IngestionReason.values()))
                                    .toList()));
}
