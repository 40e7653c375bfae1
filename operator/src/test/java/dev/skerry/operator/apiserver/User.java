package dev.skerry.operator.apiserver;

import static org.awaitility.Awaitility.await;

import dev.skerry.local.played.PlayedNamespace;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;

/** Somebody who changes a job and waits for what is said about it; and what the cluster says. */
record User(Scene scene) {

    /** A merge patch of the job, as a user would send it. */
    void patch(String name, String json) {
        scene.admin
                .genericKubernetesResources("skerry.dev/v1alpha1", "IngestionJob")
                .inNamespace(scene.namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), json);
    }

    void annotate(String name, String key, String value) {
        patch(name, "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(key, value));
    }

    void delete(String name) {
        scene.admin
                .genericKubernetesResources("skerry.dev/v1alpha1", "IngestionJob")
                .inNamespace(scene.namespace)
                .withName(name)
                .delete();
    }

    /** Waits until the operator says that the job waits for this; has it look again meanwhile. */
    void untilWaitingOn(String name, String words) {
        await().atMost(Scene.PATIENCE.multipliedBy(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            annotate(name, "touched", Long.toString(System.nanoTime()));
                            return scene.job(name).getStatus().waitingOn();
                        },
                        words::equals);
    }

    void untilGone(String name) {
        await().atMost(Scene.PATIENCE).until(() -> scene.job(name) == null);
    }

    /** What the garbage collector does once a Job's deletion has been asked for: pods, then Job. */
    void untilChildGoes(String name) {
        var jobs = scene.admin.batch().v1().jobs().inNamespace(scene.namespace).withName(name);
        await().atMost(Scene.PATIENCE)
                .until(
                        () -> {
                            var job = jobs.get();
                            return job == null || job.getMetadata().getDeletionTimestamp() != null;
                        });
        scene.admin
                .pods()
                .inNamespace(scene.namespace)
                .withLabel("skerry.dev/run")
                .withGracePeriod(0)
                .delete();
        if (jobs.get() != null)
            jobs.edit(
                    j -> {
                        j.getMetadata().setFinalizers(List.of());
                        return j;
                    });
        await().atMost(Scene.PATIENCE).until(() -> jobs.get() == null);
    }

    boolean hasChild(String name) {
        return scene.admin.batch().v1().jobs().inNamespace(scene.namespace).withName(name).get()
                != null;
    }

    /** A warning as the Job controller or the kubelet writes it. */
    void warning(HasMetadata about, String reason, String message) {
        scene.admin
                .v1()
                .events()
                .inNamespace(scene.namespace)
                .resource(
                        new EventBuilder()
                                .withNewMetadata()
                                .withName(
                                        about.getMetadata().getName()
                                                + "."
                                                + Long.toString(System.nanoTime(), 36))
                                .withNamespace(scene.namespace)
                                .endMetadata()
                                .withType("Warning")
                                .withReason(reason)
                                .withMessage(message)
                                .withLastTimestamp(PlayedNamespace.now())
                                .withNewInvolvedObject()
                                .withApiVersion(about.getApiVersion())
                                .withKind(about.getKind())
                                .withName(about.getMetadata().getName())
                                .withNamespace(scene.namespace)
                                .withUid(about.getMetadata().getUid())
                                .endInvolvedObject()
                                .build())
                .create();
    }
}
