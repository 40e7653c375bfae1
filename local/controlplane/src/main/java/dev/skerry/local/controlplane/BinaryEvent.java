package dev.skerry.local.controlplane;

/**
 * One moment in getting a program, for a progress line.
 *
 * @param binary which program; for a build, the one that was asked for
 * @param step what is going on
 * @param done bytes (DOWNLOAD) or packages compiled (BUILD) so far; 0 otherwise
 * @param total the same unit; 0 while unknown. {@code done} may end below it: what Go has in its
 *     own cache is not compiled again
 * @param message one line for a person
 */
public record BinaryEvent(Binary binary, Step step, long done, long total, String message) {
    /** CACHED and READY end the story of a program, the others may come many times. */
    public enum Step {
        CACHED,
        WAITING,
        DOWNLOAD,
        BUILD,
        READY
    }
}
