package dev.skerry.local.node.pod;

import dev.skerry.local.node.process.ProcessTable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the resident memory of each container's process tree and kills a container over its
 * limit, as the kernel would inside a cgroup. Pages shared within the tree count once.
 */
public final class MemoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final Set<ContainerProcess> watched = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().name("memory-watch").daemon(true).start(this::run);

    void watch(ContainerProcess process) {
        watched.add(process);
        process.whenEnded(() -> watched.remove(process));
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
                sample();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample() {
        if (watched.isEmpty()) return;
        try {
            var table = ProcessTable.read();
            for (var container : watched) check(container, table);
        } catch (RuntimeException e) {
            LOG.warn("memory.sample.failed error=\"{}\"", e.toString());
        }
    }

    private static void check(ContainerProcess container, ProcessTable table) {
        var tree = table.tree(container.pid());
        container.remember(tree);
        long limit = container.memoryLimit();
        long resident = tree.stream().mapToLong(ProcessTable.Entry::resident).sum();
        if (resident > limit && tree.size() > 1) {
            resident = tree.stream().mapToLong(e -> ProcessTable.proportional(e.pid())).sum();
        }
        if (resident <= limit) return;
        LOG.info(
                "container.oom name={} pid={} resident={} limit={}",
                container.name(),
                container.pid(),
                resident,
                limit);
        container.killForMemory();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
