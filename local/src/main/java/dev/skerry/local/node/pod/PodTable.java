package dev.skerry.local.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pods of this node: one worker per uid. */
public final class PodTable {
    private static final Logger LOG = LoggerFactory.getLogger(PodTable.class);

    private final NodeContext node;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public PodTable(NodeContext node) {
        this.node = node;
        node.store().loadAll().forEach(r -> node.ips().reserve(r.ip()));
    }

    /** A pod bound to this node was seen, new or changed or once more. */
    public void seen(Pod pod) {
        if (closed) return;
        workers.computeIfAbsent(
                        pod.getMetadata().getUid(),
                        uid -> new PodWorker(node, pod, () -> workers.remove(uid)))
                .update(pod);
    }

    /** Sends the status again where the API server holds another one. */
    public void resync(Pod pod) {
        Optional.ofNullable(workers.get(pod.getMetadata().getUid())).ifPresent(w -> w.resync(pod));
    }

    public void gone(Pod pod) {
        Optional.ofNullable(workers.get(pod.getMetadata().getUid())).ifPresent(PodWorker::remove);
    }

    /** Removes what is on disk of pods that the API server does not know any more. */
    public void sweep(Collection<Pod> known) {
        Set<String> uids =
                known.stream().map(p -> p.getMetadata().getUid()).collect(Collectors.toSet());
        for (var record : node.store().loadAll()) {
            if (!uids.contains(record.uid()) && !workers.containsKey(record.uid())) {
                node.ips().release(record.ip());
            }
        }
        for (var uid : node.store().uids()) {
            if (uids.contains(uid) || workers.containsKey(uid)) continue;
            LOG.info("pod.swept uid={}", uid);
            node.store().delete(uid);
        }
    }

    public Optional<PodWorker> find(String namespace, String name) {
        return workers.values().stream().filter(w -> w.isCalled(namespace, name)).findFirst();
    }

    /** Ends every pod with SIGTERM, at the latest by then with SIGKILL. */
    public void shutdown(Duration bound) throws InterruptedException {
        closed = true;
        Instant deadline = node.clock().instant().plus(bound);
        workers.values().forEach(w -> w.shutdown(deadline));
        for (var worker : workers.values()) {
            worker.join(
                    Duration.between(node.clock().instant(), deadline).plus(Duration.ofSeconds(5)));
        }
    }
}
