package dev.skerry.local.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's view of the cluster, and its copy on disk. Safe for all threads. Changes are written
 * by one thread, at most ten times a second; {@link #flush} writes at once.
 */
final class Board {
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final StateFile file;
    private final String build;
    private final ClusterState.ProcessId self;
    private final Map<String, ClusterState.Component> parts = new LinkedHashMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private ClusterState.Phase phase = ClusterState.Phase.STARTING;
    private String message = "";
    private boolean changed = true;

    Board(StateFile file, String build) {
        this.file = file;
        this.build = build;
        this.self = ClusterState.ProcessId.of("skerry", ProcessHandle.current());
    }

    synchronized void add(ClusterState.Component part) {
        parts.put(part.name(), part);
        changed = true;
    }

    synchronized void update(String name, UnaryOperator<ClusterState.Component> change) {
        var before = parts.get(name);
        var after = change.apply(before);
        if (after.equals(before)) return;
        parts.put(name, after);
        changed = true;
        if (after.condition() != before.condition()) {
            LOG.info(
                    "part.{} name={} detail=\"{}\"",
                    after.condition().name().toLowerCase(java.util.Locale.ROOT),
                    name,
                    after.detail());
        }
    }

    synchronized void environment(Map<String, String> more) {
        environment.putAll(more);
        changed = true;
    }

    synchronized Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    synchronized void phase(ClusterState.Phase next, String why) {
        if (next == phase && why.equals(message)) return;
        LOG.info("cluster.{} message=\"{}\"", next.name().toLowerCase(java.util.Locale.ROOT), why);
        phase = next;
        message = why;
        changed = true;
    }

    synchronized ClusterState state() {
        return new ClusterState(
                build,
                self.pid(),
                self.startedAt(),
                phase,
                message,
                Map.copyOf(environment),
                List.copyOf(new ArrayList<>(parts.values())));
    }

    /** Writes what has changed since the last time. */
    void flush() throws IOException {
        ClusterState state;
        synchronized (this) {
            if (!changed) return;
            changed = false;
            state = state();
        }
        synchronized (file) {
            file.write(state);
        }
    }
}
