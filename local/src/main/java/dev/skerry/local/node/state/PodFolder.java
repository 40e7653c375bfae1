package dev.skerry.local.node.state;

import java.nio.file.Path;

/** Where things of one pod lie. */
public record PodFolder(Path root) {
    public Path record() {
        return root.resolve("pod.json");
    }

    public Path volumes() {
        return root.resolve("volumes");
    }

    public Path volume(String name) {
        return volumes().resolve(name);
    }

    public Path home() {
        return root.resolve("home");
    }

    public Path temporary() {
        return root.resolve("tmp");
    }

    public Path container(String name) {
        return root.resolve("containers").resolve(name);
    }

    public Path terminationLog(String container) {
        return container(container).resolve("termination-log");
    }

    /** The log of one run, counted by restarts. */
    public Path log(String container, int restart) {
        return container(container).resolve("log-" + restart + ".txt");
    }
}
