package dev.skerry.local.node.pod;

import dev.skerry.local.node.kube.ApiTrouble;
import dev.skerry.local.node.volume.MountProblem;
import dev.skerry.local.node.volume.PodVolumes;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a pod's volumes and keeps them fresh, beside the pod's own thread: an API call may take
 * long.
 */
final class VolumeWork {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeWork.class);
    private static final Duration REFRESH = Duration.ofSeconds(45);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

    private final NodeContext node;
    private final PodVolumes volumes;
    private final Runnable bell;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean ready;
    private volatile Instant dueAt = Instant.MIN;
    private Duration retry = Duration.ofMillis(250);

    VolumeWork(NodeContext node, PodVolumes volumes, Runnable bell) {
        this.node = node;
        this.volumes = volumes;
        this.bell = bell;
    }

    /** Whether all volumes have been made once. */
    boolean isReady() {
        return ready;
    }

    boolean isBusy() {
        return busy.get();
    }

    /** Starts work that is due; returns when to ask again. */
    Instant poll(Pod pod, Instant now) {
        if (!now.isBefore(dueAt) && busy.compareAndSet(false, true)) {
            Thread.ofVirtual()
                    .name("volumes-" + pod.getMetadata().getName())
                    .start(() -> work(pod));
        }
        return busy.get() ? now.plus(REFRESH) : dueAt;
    }

    private void work(Pod pod) {
        try {
            volumes.refresh(pod);
            ready = true;
            retry = Duration.ofMillis(250);
            dueAt = node.clock().instant().plus(REFRESH);
        } catch (MountProblem e) {
            failed(pod, e.getMessage());
        } catch (RuntimeException e) {
            failed(pod, ApiTrouble.words(e));
        } finally {
            busy.set(false);
            bell.run();
        }
    }

    private void failed(Pod pod, String message) {
        if (!ready) node.events().warning(pod, "", "FailedMount", message);
        LOG.warn(
                "volume.failed namespace={} pod={} retry={} error=\"{}\"",
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                retry,
                message);
        dueAt = node.clock().instant().plus(retry);
        var doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
    }
}
