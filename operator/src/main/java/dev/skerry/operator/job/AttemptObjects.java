package dev.skerry.operator.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.Defaults;
import dev.skerry.api.JobSpec;
import dev.skerry.api.wire.JobFile;
import dev.skerry.api.wire.Places;
import dev.skerry.operator.job.decide.JobAction.CreateAttempt;
import dev.skerry.operator.job.decide.JobKind;
import dev.skerry.operator.kube.ChildObjects;
import dev.skerry.operator.kube.Names;
import dev.skerry.operator.workload.Surroundings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.CustomResource;

/** The desired objects of one attempt. The same input gives the same objects. */
final class AttemptObjects<S extends JobSpec> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JobKind<S, ?, ?> kind;
    private final CustomResource<S, ?> job;
    private final S spec;
    private final CreateAttempt attempt;
    private final Surroundings around;

    AttemptObjects(
            JobKind<S, ?, ?> kind,
            CustomResource<S, ?> job,
            CreateAttempt attempt,
            Surroundings around) {
        this.kind = kind;
        this.job = job;
        this.spec = Defaults.resolved(job.getSpec());
        this.attempt = attempt;
        this.around = around;
    }

    ConfigMap configMap() {
        return new ConfigMapBuilder()
                .withMetadata(metadata())
                .withImmutable(true)
                .addToData("job.json", jobFile())
                .addToData("ca.crt", around.reportCa())
                .build();
    }

    Job job() {
        return AttemptJob.of(metadata(), spec, kind.pod(spec), attempt, around);
    }

    private ObjectMeta metadata() {
        var name = job.getMetadata().getName();
        return new ObjectMetaBuilder()
                .withName(kind.names().child(name, attempt.run(), attempt.number()))
                .withNamespace(job.getMetadata().getNamespace())
                .withLabels(
                        Names.labels(kind.names().kind(), name, attempt.run(), attempt.number()))
                .withOwnerReferences(ChildObjects.ownerOf(job))
                .build();
    }

    private String jobFile() {
        var m = job.getMetadata();
        var artifact = kind.artifact(m.getName(), spec);
        var runId = Places.runId(attempt.run(), attempt.number(), Places.POD_UID);
        var places = new Places(m.getNamespace(), m.getUid());
        var file =
                new JobFile<>(
                        JobFile.VERSION,
                        kind.names().kind(),
                        m.getNamespace(),
                        m.getName(),
                        m.getUid(),
                        attempt.run(),
                        attempt.number(),
                        around.reportUrl()
                                + "/v1/reports/%s/%s/%s"
                                        .formatted(
                                                m.getNamespace(),
                                                kind.names().plural(),
                                                m.getName()),
                        around.reportSeconds(),
                        new JobFile.Storage(
                                attempt.bucket(),
                                artifact,
                                Places.artifact(m.getNamespace(), artifact),
                                places.checkpoints(runId),
                                places.report(Places.POD_UID)),
                        kind.vectors(m.getNamespace(), spec, runId).orElse(null),
                        kind.pod(spec).limits(),
                        spec);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of ours can be written as JSON", e);
        }
    }
}
