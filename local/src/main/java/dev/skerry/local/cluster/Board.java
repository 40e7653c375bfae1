package dev.skerry.local.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's view of the cluster, and its copy on disk. Safe for all threads. {@link #flush}
 * writes what has changed since the last write that went through; where nothing has, the same again
 * after {@link #HEARTBEAT}, so that a reader knows an old file for one that cannot be written.
 */
final class Board {
    static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final StateFile file;
    private final String build;
    private final ClusterState.ProcessId self;
    private final Map<String, ClusterState.Component> parts = new LinkedHashMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private ClusterState.Phase phase = ClusterState.Phase.STARTING;
    private String message = "";
    private boolean changed = true;
    private long writtenAt;
    private String unwritten = "";

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

    /** Where it cannot write, it says so once in the log and tries again at the next call. */
    void flush() {
        synchronized (file) {
            ClusterState state;
            synchronized (this) {
                boolean due = System.nanoTime() - writtenAt > HEARTBEAT.toNanos();
                if (!changed && !due) return;
                changed = false;
                state = state();
            }
            String trouble = write(state);
            synchronized (this) {
                if (trouble.isEmpty()) writtenAt = System.nanoTime();
                else changed = true;
            }
            if (!trouble.equals(unwritten)) {
                if (trouble.isEmpty()) LOG.info("state.written");
                else LOG.warn("state.unwritten error=\"{}\"", trouble);
            }
            unwritten = trouble;
        }
    }

    private String write(ClusterState state) {
        try {
            file.write(state);
            return "";
        } catch (IOException e) {
            return PlainWords.of(e);
        }
    }
}
