package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.wire.JobFile;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.ingestion.IngestionJobAction.CreateAttempt;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Set;

/**
 * The desired objects of one attempt of an IngestionJob. Pure: the same input gives the same
 * objects.
 */
final class IngestionJobResources {
    static final String KIND = "IngestionJob";
    static final String SHORT = "ij";
    static final String PLURAL = "ingestionjobs";

    /**
     * Stands for the pod's own uid in prefixes and run ids, which are decided before there is a
     * pod.
     */
    private static final String POD_UID = "POD_UID";

    private static final ObjectMapper JSON = new ObjectMapper();

    private IngestionJobResources() {}

    /** Where an attempt's pod finds what it needs, from configuration. */
    record Surroundings(
            String image,
            String reportUrl,
            String reportCa,
            int reportSeconds,
            String bucket,
            Map<String, String> environment,
            String secretName,
            boolean allowFileUrls,
            boolean allowPrivateAddresses,
            Set<String> deniedNetworks) {}

    static ConfigMap configMap(IngestionJob job, CreateAttempt attempt, Surroundings around) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(job, attempt.run(), attempt.number()))
                .withImmutable(true)
                .addToData("job.json", jobFile(job, attempt, around))
                .addToData("ca.crt", around.reportCa())
                .build();
    }

    static Job job(IngestionJob job, CreateAttempt attempt, Surroundings around) {
        return AttemptJob.of(
                metadata(job, attempt.run(), attempt.number()),
                job.getSpec(),
                attempt.resumeFrom(),
                attempt.avoidNode(),
                around);
    }

    static String bucket(IngestionJobSpec spec, String installation) {
        return spec.artifact() == null || spec.artifact().bucket() == null
                ? installation
                : spec.artifact().bucket();
    }

    /** Name of a job's artifact. */
    static String artifact(String job, IngestionJobSpec spec) {
        return spec.artifact() == null || spec.artifact().name() == null
                ? job
                : spec.artifact().name();
    }

    private static ObjectMeta metadata(IngestionJob job, int run, int attempt) {
        return new ObjectMetaBuilder()
                .withName(Names.child(job.getMetadata().getName(), SHORT, run, attempt))
                .withNamespace(job.getMetadata().getNamespace())
                .withLabels(Names.labels(KIND, job.getMetadata().getName(), run, attempt))
                .withOwnerReferences(ChildObjects.ownerOf(job))
                .build();
    }

    private static String jobFile(IngestionJob job, CreateAttempt attempt, Surroundings around) {
        var m = job.getMetadata();
        var spec = job.getSpec();
        var artifact = artifact(m.getName(), spec);
        var fence = AttemptLog.runId(attempt.run(), attempt.number(), POD_UID);
        var storage =
                new JobFile.Storage(
                        attempt.bucket(),
                        artifact,
                        "artifacts/%s/%s/".formatted(m.getNamespace(), artifact),
                        "checkpoints/%s/%s/%s/".formatted(m.getNamespace(), m.getUid(), fence),
                        "reports/%s/%s/%s.json".formatted(m.getNamespace(), m.getUid(), POD_UID));
        var file =
                new JobFile<>(
                        JobFile.VERSION,
                        KIND,
                        m.getNamespace(),
                        m.getName(),
                        m.getUid(),
                        attempt.run(),
                        attempt.number(),
                        around.reportUrl()
                                + "/v1/reports/%s/%s/%s"
                                        .formatted(m.getNamespace(), PLURAL, m.getName()),
                        around.reportSeconds(),
                        storage,
                        new JobFile.Vectors(
                                IngestionJobSubject.collection(m.getNamespace(), spec), fence),
                        spec);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of ours can be written as JSON", e);
        }
    }
}
