package dev.skerry.local.node.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the latest status of one pod to the API server, however long that is away: a newer status
 * replaces one still waiting, an unchanged one is not sent. A deletion is sent after the status
 * before it.
 */
public final class StatusPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private final PodWriter writer;
    private final Pod pod;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<PodStatus> wanted = Optional.empty();
    private Optional<PodStatus> sent = Optional.empty();
    private boolean delete;
    private boolean gone;

    public StatusPublisher(PodWriter writer, Pod pod) {
        this.writer = writer;
        this.pod = pod;
        thread = Thread.ofVirtual().name("status-" + pod.getMetadata().getName()).start(this::run);
    }

    public void publish(PodStatus status) {
        change(() -> wanted = Optional.of(status));
    }

    /** After the last status, remove the pod. */
    public void delete() {
        change(() -> delete = true);
    }

    /** Somebody may have undone what was sent: send it again. */
    public void repeat() {
        change(() -> sent = Optional.empty());
    }

    /** Waits until everything is at the API server. */
    public boolean awaitSent(Duration limit) throws InterruptedException {
        long nanos = limit.toNanos();
        lock.lock();
        try {
            while (!idle() && nanos > 0) nanos = changed.awaitNanos(nanos);
            return idle();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean idle() {
        return gone || (!delete && (wanted.isEmpty() || wanted.equals(sent)));
    }

    private void run() {
        var delay = FIRST_DELAY;
        try {
            while (true) {
                Optional<PodStatus> next = awaitWork();
                if (gone) return;
                try {
                    write(next);
                    delay = FIRST_DELAY;
                } catch (KubernetesClientException e) {
                    LOG.warn(
                            "status.retry namespace={} pod={} after={} error=\"{}\"",
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName(),
                            delay,
                            ApiTrouble.words(e));
                    TimeUnit.MILLISECONDS.sleep(delay.toMillis());
                    var doubled = delay.multipliedBy(2);
                    delay = doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<PodStatus> awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (idle() && !gone) changed.await();
            return wanted.equals(sent) ? Optional.empty() : wanted;
        } finally {
            lock.unlock();
        }
    }

    /** Writes a status, or else the deletion that waited for it. */
    private void write(Optional<PodStatus> status) {
        if (status.isPresent()) {
            var outcome = writer.patchStatus(pod, status.get());
            change(
                    () -> {
                        sent = status;
                        gone |= outcome == PodWriter.Outcome.GONE;
                    });
        } else {
            writer.delete(pod);
            change(() -> gone = true);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
