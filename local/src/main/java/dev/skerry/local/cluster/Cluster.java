package dev.skerry.local.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cluster as it is seen from outside: start its daemon, look at it, stop it. */
public interface Cluster {
    /** The state of a daemon that lives; empty where there is none or it has not written yet. */
    Optional<ClusterState> state() throws IOException;

    /** What the daemon last wrote; of a daemon that is gone, its last words. */
    Optional<ClusterState> lastState() throws IOException;

    /** How long ago it wrote that; zero where it has written nothing yet. */
    Duration stateAge() throws IOException;

    /** Whether a daemon lives. */
    boolean isRunning() throws IOException;

    /**
     * Starts a daemon, out of reach of the terminal's signals. Where one lives already the new one
     * ends by itself with exit code {@link Main#ALREADY}.
     *
     * @param build hash of the sources of the built programs
     * @return the daemon itself; SIGTERM stops it at any moment of its life
     */
    Process start(String build) throws IOException, InterruptedException;

    /**
     * Asks the daemon to stop everything and end; does not wait.
     *
     * @return false where there is none, or it has not said yet who it is
     */
    boolean requestStop() throws IOException;

    /**
     * Ends a daemon that does not end by itself, and what it started.
     *
     * @return whether all is gone
     */
    boolean force() throws IOException, InterruptedException;

    /** Everything of this cluster lies below. */
    Path home();

    Path daemonLog();

    /**
     * The last lines of the daemon's own log, for when it ended before it could write its state.
     */
    List<String> lastWords(int lines);
}
