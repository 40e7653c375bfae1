package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.artifacts.Checkpoint;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.ObjectInfo;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.local.controlplane.TestObjectStore;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays what runs in an attempt's pod: reports, saves, ends. */
record Program(Scene scene, String name, Job job, Pod pod, String token, int run, int attempt) {

    /** Starts the pod of the attempt as its node would. */
    static Program of(Scene scene, String name, int run, int attempt) {
        var job = scene.child("%s-ij-r%d-a%d".formatted(name, run, attempt));
        var pod = scene.played.runningPod(job);
        var token = scene.played.token(pod, "skerry");
        var uid = pod.getMetadata().getUid();
        scene.until(name, s -> s.attempts() != null && uid.equals(s.attempts().getLast().podUid()));
        return new Program(scene, name, job, pod, token, run, attempt);
    }

    String runId() {
        return "r%d-a%d-%s".formatted(run, attempt, pod.getMetadata().getUid());
    }

    /** Reports until the operator takes it; the command in its answer. */
    String reports(int seq, Map<String, Object> more) throws IOException {
        var report =
                new HashMap<String, Object>(
                        Map.of(
                                "run",
                                run,
                                "attempt",
                                attempt,
                                "seq",
                                seq,
                                "stage",
                                "Embed",
                                "percent",
                                50,
                                "counters",
                                Map.of("files", 83)));
        report.putAll(more);
        var answer =
                await().atMost(Scene.PATIENCE)
                        .until(() -> scene.report(name, token, report), r -> r.statusCode() == 200);
        return new ObjectMapper().readTree(answer.body()).path("command").asText();
    }

    /** Saves a checkpoint in the pod's own place. */
    Checkpoint saves(long step, Path folder) throws Exception {
        var checkpoint =
                new Checkpoint(
                        scene.namespace, jobUid(), run, attempt, pod.getMetadata().getUid(), step);
        var file = Files.writeString(folder.resolve("tables"), "two tables");
        try (var storage = storage()) {
            new CheckpointStore(storage, "skerry")
                    .save(checkpoint, Map.of("tables", file), Map.of(), null);
        }
        return checkpoint;
    }

    /** Reports a result and ends well. */
    void succeeds(int seq) throws IOException {
        reports(seq, Map.of("result", result()));
        scene.until(name, s -> s.result() != null && runId().equals(s.result().runId()));
        ends(0, "");
    }

    Map<String, Object> result() {
        return Map.of("runId", runId(), "commit", "0123456789", "files", 83, "edges", 240);
    }

    void ends(int exitCode, String lastWords) {
        scene.played.ended(pod, exitCode, lastWords);
        scene.played.finish(job, exitCode == 0, "exit code " + exitCode);
    }

    /** The Job as it is now. */
    Job jobNow() {
        return scene.admin.resource(job).get();
    }

    static Map<String, String> environment(Job job) {
        var variables = new HashMap<String, String>();
        var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
        container
                .getEnv()
                .forEach(
                        e ->
                                variables.put(
                                        e.getName(), Optional.ofNullable(e.getValue()).orElse("")));
        return variables;
    }

    /** What lies in the place of the job's checkpoints. */
    static List<ObjectInfo> checkpoints(Scene scene, String name) throws Exception {
        var uid = scene.job(name).getMetadata().getUid();
        return stored("checkpoints/%s/%s/".formatted(scene.namespace, uid));
    }

    static List<ObjectInfo> stored(String prefix) throws Exception {
        try (var storage = storage()) {
            return storage.list("skerry", prefix);
        }
    }

    private static ObjectStorage storage() {
        var s3 = TestObjectStore.shared();
        var settings =
                StorageSettings.of(s3.endpoint(), s3.accessKey(), s3.secretKey(), "us-east-1");
        assertThat(settings.endpoint()).isNotNull();
        return new ObjectStorage(settings);
    }

    String jobUid() {
        return scene.job(name).getMetadata().getUid();
    }
}
