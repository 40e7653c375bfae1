package dev.skerry.bench.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.Progress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a user who watches the jobs sees, and when. */
final class StatusWatch implements ResourceEventHandler<IngestionJob>, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** From an epoch's end to its sight in status, seconds. */
    final Figures epochDelays = new Figures();

    /** Between two sights of progress within one epoch, seconds. */
    final Figures gaps = new Figures();

    /** Bytes of status. */
    final Figures sizes = new Figures();

    /** Once for each status that calls a job silent. */
    final Figures stale = new Figures();

    private final Map<String, SimulatedPod> pods = new ConcurrentHashMap<>();
    private final Map<String, Seen> last = new ConcurrentHashMap<>();
    private final SharedIndexInformer<IngestionJob> informer;

    /**
     * @param write whether it was seen being written, not found at the beginning
     */
    private record Seen(int epoch, String observedAt, long nanos, boolean write) {}

    StatusWatch(KubernetesClient client, Iterable<SimulatedPod> watched) {
        watched.forEach(pod -> pods.put(pod.name(), pod));
        this.informer =
                client.resources(IngestionJob.class).inNamespace(Crowd.NAMESPACE).inform(this);
    }

    /** How old what status shows of each job is now, seconds. */
    void sampleAges(Figures ages) {
        var now = Instant.now();
        for (var job : informer.getStore().list()) {
            if (job.getStatus() == null || job.getStatus().progress() == null) continue;
            var observed = Instant.parse(job.getStatus().progress().observedAt());
            ages.add(Duration.between(observed, now).toMillis() / 1e3);
        }
    }

    @Override
    public void onAdd(IngestionJob job) {
        see(job);
    }

    @Override
    public void onUpdate(IngestionJob before, IngestionJob job) {
        see(job);
    }

    @Override
    public void onDelete(IngestionJob job, boolean unknown) {}

    private void see(IngestionJob job) {
        if (job.getStatus() == null || job.getStatus().progress() == null) return;
        long now = System.nanoTime();
        try {
            sizes.add(JSON.writeValueAsBytes(job.getStatus()).length);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        if (job.getStatus().conditions().stream()
                .anyMatch(c -> c.type().equals("ProgressFresh") && c.status().equals("False")))
            stale.add(1);
        var progress = job.getStatus().progress();
        var before = last.get(job.getMetadata().getName());
        if (before != null && before.observedAt().equals(progress.observedAt())) return;
        var seen = new Seen(epoch(progress), progress.observedAt(), now, before != null);
        last.put(job.getMetadata().getName(), seen);
        if (before == null) return;
        if (before.write() && before.epoch() == seen.epoch())
            gaps.add((now - before.nanos()) / 1e9);
        var pod = pods.get(job.getMetadata().getName());
        for (int e = before.epoch() + 1; e <= seen.epoch(); e++) {
            var ended = pod.epochs().get(e);
            if (ended != null) epochDelays.add((now - ended) / 1e9);
        }
    }

    private static int epoch(Progress progress) {
        return Integer.parseInt(progress.metrics().getOrDefault("epoch", "0"));
    }

    @Override
    public void close() {
        informer.close();
    }
}
