package dev.skerry.local.node.volume;

/** A volume cannot be made as its pod asks; the message names the volume and what to do. */
public final class MountProblem extends Exception {
    public MountProblem(String message) {
        super(message);
    }
}
