package dev.skerry.local.node.process;

import java.io.IOException;

/** Starts programs, each as the leader of a session of its own that does not outlive this node. */
@FunctionalInterface
public interface Launcher {
    /**
     * Starts it with pipes for both outputs and nothing to read.
     *
     * @throws IOException when the program does not exist or may not be executed
     */
    Process start(Launch launch) throws IOException;
}
