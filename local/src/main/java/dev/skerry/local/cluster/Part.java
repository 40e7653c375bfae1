package dev.skerry.local.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One part of the cluster, as the {@link Supervisor} sees it. {@code start}, {@code stop} and
 * {@code problem} are called from one thread at a time. Whatever they throw is told in {@link
 * PlainWords} and tried again.
 */
interface Part {
    /** Stable, for machines. */
    String name();

    /** For people. */
    String title();

    /** Names of the parts that must be healthy before this one starts. */
    Set<String> needs();

    /** Does what it can before the parts it needs are healthy; called once. */
    default void prepare() throws IOException {}

    /**
     * Starts it; returns when it is healthy.
     *
     * @throws IOException where it does not get there, in words for the user
     */
    void start(Said said) throws IOException, InterruptedException;

    /**
     * What is wrong with it, in a few words; empty where nothing is. Takes a few seconds at most.
     */
    String problem();

    /**
     * Why it must be started again, in a few words; empty while it runs. A part may be unhealthy
     * and yet run.
     */
    Optional<String> ended();

    /** What it is: version, variant; shown while it is healthy. */
    String detail();

    String endpoint();

    /** Its log, or null. */
    Path log();

    List<ClusterState.ProcessId> processes();

    /** Ends it within the bound, by force at the end; harmless where it does not run. */
    void stop(Duration bound) throws InterruptedException;

    /** Hears what a part does while it starts. */
    interface Said {
        void doing(String what);

        void preparing(String what, long done, long total);
    }
}
