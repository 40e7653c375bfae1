package dev.skerry.operator.storage;

/** Where the next attempt of a run may go on. */
public sealed interface ResumePoint {

    /** A checkpoint whose manifest and files are all there. */
    record Found(String prefix, long step) implements ResumePoint {}

    /** There is none, or none that is whole; the attempt starts from the beginning. */
    record None() implements ResumePoint {}

    /** Nobody knows yet: storage does not answer. */
    record Away(String message) implements ResumePoint {}
}
