package dev.skerry.cli.cluster;

import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.Cluster;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.Disk;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Whether what a cluster's daemon last wrote still holds: it writes every ten seconds. */
public final class Freshness {
    private static final Duration LATE = Duration.ofSeconds(30);

    private Freshness() {}

    /**
     * Why it may not, in one sentence; empty where it does, or where no daemon lives.
     *
     * @param state as just read
     */
    public static Optional<String> doubt(Cluster cluster, Optional<ClusterState> state)
            throws IOException {
        if (state.isEmpty()) {
            return cluster.isRunning() ? Optional.of(silent(cluster)) : Optional.empty();
        }
        Duration age = cluster.stateAge();
        if (age.compareTo(LATE) < 0) return Optional.empty();
        return Optional.of(
                "This is how it was "
                        + Texts.took(age)
                        + " ago; the daemon wrote nothing since: "
                        + disk(cluster)
                                .orElse("it hangs; skerry down, then skerry up, starts it anew"));
    }

    private static String silent(Cluster cluster) {
        return "The cluster's daemon has just begun and said nothing yet"
                + disk(cluster).map(full -> ": " + full).orElse(".");
    }

    private static Optional<String> disk(Cluster cluster) {
        return new Disk(cluster.home()).trouble();
    }
}
