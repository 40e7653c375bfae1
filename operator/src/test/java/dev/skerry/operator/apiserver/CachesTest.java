package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.EventSourceManager;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the operator holds of a thousand jobs is a thousand times this. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class CachesTest extends SceneTest {
    @Inject Operator operator;

    CachesTest() {
        super("caches");
    }

    @Test
    void holdOnlyWhatDecidingReads() {
        scene.applyJob("flask", SPEC);
        var child = scene.child("flask-ij-r1-a1");
        var pod = scene.played.runningPod(child);

        var cachedPod =
                until(
                        () -> cached(Pod.class, "pods", pod),
                        p -> "Running".equals(p.getStatus().getPhase()));
        assertThat(cachedPod.getSpec().getVolumes()).isEmpty();
        assertThat(cachedPod.getSpec().getContainers()).isEmpty();
        assertThat(cachedPod.getMetadata().getManagedFields()).isEmpty();

        var cachedChild =
                until(() -> cached(Job.class, "jobs", child), j -> j.getMetadata() != null);
        assertThat(cachedChild.getSpec().getTemplate()).isNull();
        assertThat(cachedChild.getMetadata().getManagedFields()).isEmpty();

        var job =
                until(
                        () ->
                                sources()
                                        .getControllerEventSource()
                                        .get(ResourceID.fromResource(scene.job("flask"))),
                        // our own writes lie beside it, whole, until the watch brings them
                        j -> j.getMetadata().getManagedFields().isEmpty());
        assertThat(job.getSpec().repository()).isNotNull();
    }

    @Test
    void areFilledPageByPage() {
        var informers = new HashMap<String, Long>();
        informers.put(
                "ingestionjobs",
                controller().getConfiguration().getInformerConfig().getInformerListLimit());
        for (var source : sources().getEventSourcesStream().toList())
            if (source instanceof InformerEventSource<?, ?> informer)
                informers.put(
                        informer.name(),
                        informer.configuration().getInformerConfig().getInformerListLimit());
        assertThat(informers)
                .containsOnlyKeys("ingestionjobs", "jobs", "pods")
                .allSatisfy((name, page) -> assertThat(page).isEqualTo(200));
    }

    private static <R> R until(Supplier<Optional<R>> look, Predicate<R> condition) {
        return await().atMost(Scene.PATIENCE)
                .until(look::get, found -> found.filter(condition).isPresent())
                .orElseThrow();
    }

    private <R extends HasMetadata> Optional<R> cached(Class<R> type, String source, R object) {
        var informer = (InformerEventSource<R, ?>) sources().getEventSourceFor(type, source);
        return informer.get(ResourceID.fromResource(object));
    }

    private EventSourceManager<IngestionJob> sources() {
        return controller().getEventSourceManager();
    }

    @SuppressWarnings("unchecked")
    private Controller<IngestionJob> controller() {
        return (Controller<IngestionJob>)
                operator.getRegisteredController("ingestionjobs").orElseThrow();
    }
}
