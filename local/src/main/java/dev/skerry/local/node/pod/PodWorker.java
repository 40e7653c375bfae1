package dev.skerry.local.node.pod;

import dev.skerry.local.node.kube.StatusPublisher;
import dev.skerry.local.node.log.ContainerLog;
import dev.skerry.local.node.state.PodRecord;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one pod: it waits for news, lets {@link PodLife} act, and publishes the status. */
public final class PodWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);

    /**
     * The log of one run.
     *
     * @param live set while that run goes on
     */
    public record RunLog(Path file, Optional<ContainerLog> live) {}

    private final NodeContext node;
    private final PodLife life;
    private final StatusPublisher publisher;
    private final Runnable onEnd;

    /** It ended before this node knew it: its status is somebody else's. */
    private final boolean foreign;

    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile Pod pod;
    private volatile boolean removed;
    private volatile Optional<Instant> nodeStopsBy = Optional.empty();
    private PodStatus told;

    PodWorker(NodeContext node, Pod pod, Runnable onEnd) {
        this.node = node;
        this.pod = pod;
        this.onEnd = onEnd;
        told = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        publisher = new StatusPublisher(node.writer(), pod);
        var known = node.store().load(pod.getMetadata().getUid());
        var record = known.orElseGet(() -> fromApi(node, pod));
        foreign = known.isEmpty() && record.isOver();
        life = new PodLife(node, pod, recovered(node, pod, record), this::ring);
        thread = Thread.ofVirtual().name("pod-" + pod.getMetadata().getName()).start(this::run);
    }

    private static PodRecord fromApi(NodeContext node, Pod pod) {
        var ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
        return Recovery.fromApi(pod, node.ips().again(ip), node.clock().instant());
    }

    private static PodRecord recovered(NodeContext node, Pod pod, PodRecord record) {
        var policy = PodPlan.RestartPolicy.of(pod.getSpec().getRestartPolicy());
        return Recovery.recover(record, policy, node.clock().instant());
    }

    void update(Pod next) {
        pod = next;
        ring();
    }

    void resync(Pod next) {
        if (next.getStatus() == null || !life.record().isOver()) return;
        if (!life.record().phase().equals(next.getStatus().getPhase())) publisher.repeat();
    }

    /** The API server knows it no more. */
    void remove() {
        removed = true;
        ring();
    }

    void shutdown(Instant deadline) {
        nodeStopsBy = Optional.of(deadline);
        ring();
    }

    void join(Duration limit) throws InterruptedException {
        thread.join(limit);
    }

    boolean isCalled(String namespace, String name) {
        return !removed
                && life.record().namespace().equals(namespace)
                && life.record().name().equals(name);
    }

    /**
     * Where the log of a container's latest run, or of the one before, lies.
     *
     * @throws IllegalArgumentException with a sentence when there is no such container or no such
     *     run yet
     */
    public RunLog log(String container, boolean previous) {
        var record = life.record();
        var known =
                record.containers().stream()
                        .filter(c -> c.name().equals(container))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "container \"%s\" is not in pod \"%s\""
                                                        .formatted(container, record.name())));
        if (!known.everStarted()) {
            throw new IllegalArgumentException(
                    "container \"%s\" in pod \"%s\" is waiting to start"
                            .formatted(container, record.name()));
        }
        if (previous && known.restarts() == 0) {
            throw new IllegalArgumentException(
                    "previous terminated container \"%s\" in pod \"%s\" not found"
                            .formatted(container, record.name()));
        }
        var folder = node.store().folder(record.uid());
        if (previous) {
            return new RunLog(folder.log(container, known.restarts() - 1), Optional.empty());
        }
        return new RunLog(
                folder.log(container, known.restarts()),
                life.containers().process(container).map(ContainerProcess::log));
    }

    private void ring() {
        var _ = bell.offer(true);
    }

    private void run() {
        try {
            while (true) {
                var wake = round();
                if (removed && life.containers().isEmpty()) break;
                if (nodeStopsBy.isPresent() && life.containers().isEmpty()) {
                    publisher.awaitSent(Duration.ofSeconds(3));
                    publisher.close();
                    return;
                }
                long nanos = Duration.between(node.clock().instant(), wake).toNanos();
                bell.poll(Math.max(TimeUnit.MILLISECONDS.toNanos(1), nanos), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        publisher.close();
        node.store().delete(life.record().uid());
        node.ips().release(life.record().ip());
        onEnd.run();
        LOG.info(
                "pod.removed namespace={} pod={}", life.record().namespace(), life.record().name());
    }

    private Instant round() {
        try {
            var seen = pod;
            if (removed) life.kill(seen);
            var wake = life.step(seen, nodeStopsBy);
            tell(seen);
            return wake;
        } catch (RuntimeException e) {
            LOG.error(
                    "pod.trouble namespace={} pod={}",
                    life.record().namespace(),
                    life.record().name(),
                    e);
            return node.clock().instant().plus(AFTER_TROUBLE);
        }
    }

    private void tell(Pod seen) {
        var record = life.record();
        if (!foreign) {
            told =
                    new StatusView(seen, record, node.hostIp(), node.images()::imageId)
                            .build(told, life.hasVolumes(), node.clock().instant());
            publisher.publish(told);
        }
        if (record.isOver() && seen.getMetadata().getDeletionTimestamp() != null) {
            publisher.delete();
        }
    }
}
