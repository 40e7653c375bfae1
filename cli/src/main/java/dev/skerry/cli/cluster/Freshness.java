package dev.skerry.cli.cluster;

import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.Cluster;
import dev.skerry.local.cluster.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Whether what a cluster's daemon last wrote still holds: it writes every ten seconds. */
public final class Freshness {
    private static final Duration LATE = Duration.ofSeconds(30);

    private Freshness() {}

    /** Why it may not, in one sentence; empty where it does. */
    public static Optional<String> doubt(Cluster cluster) throws IOException {
        Duration age = cluster.stateAge();
        if (age.compareTo(LATE) < 0) return Optional.empty();
        Path logs = cluster.daemonLog().getParent();
        String why =
                new Disk(logs)
                        .trouble()
                        .orElse("it does not answer; skerry down, then skerry up, starts it anew");
        return Optional.of(
                "This is how it was "
                        + Texts.took(age)
                        + " ago; the daemon wrote nothing since: "
                        + why);
    }
}
