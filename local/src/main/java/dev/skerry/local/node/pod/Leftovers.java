package dev.skerry.local.node.pod;

import dev.skerry.local.node.process.ProcessTable;
import dev.skerry.local.node.process.Signals;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills what an earlier run of this node left. The leader is known by pid and start; what it left
 * in its session by the session, which the kernel does not give again while somebody is in it.
 */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private Leftovers() {}

    /**
     * @param mark a file of this node that names the boot its records are of
     */
    public static void sweep(List<PodRecord> records, Path mark) throws IOException {
        var boot = Files.exists(BOOT) ? Files.readString(BOOT) : "";
        boolean sameBoot = Files.exists(mark) && Files.readString(mark).equals(boot);
        Files.writeString(mark, boot);
        if (!sameBoot) return;
        for (var record : records) {
            for (var container : record.containers()) {
                if (container.state() instanceof RunState.Running run && run.pid() > 1) {
                    kill(record, container.name(), run);
                }
            }
        }
    }

    private static void kill(PodRecord record, String container, RunState.Running run) {
        var leader = ProcessTable.find(run.pid());
        if (leader.isPresent() && leader.get().start() != run.processStart()) return;
        for (int round = 0; round < 20; round++) {
            var tree = ProcessTable.read().tree(run.pid());
            if (tree.isEmpty()) return;
            tree.forEach(e -> Signals.send(e.pid(), Signals.KILL));
            LOG.warn(
                    "leftover.killed namespace={} pod={} container={} processes={}",
                    record.namespace(),
                    record.name(),
                    container,
                    tree.size());
        }
    }
}
