package dev.skerry.trainer.ingest.resolve;

/**
 * What may still be spent on one question, in steps and not in time, so that the answer is the same
 * on every machine. Belongs to one thread.
 */
public final class Effort {

    private long left;

    public Effort(long steps) {
        this.left = steps;
    }

    /** Takes some steps; false where there are not as many. */
    public boolean spend(long steps) {
        left = Math.max(-1, left - steps);
        return left >= 0;
    }

    /** Whether something was asked for that was no longer there. */
    public boolean isExhausted() {
        return left < 0;
    }
}
