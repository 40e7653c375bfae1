package dev.skerry.operator.attempt;

import dev.skerry.api.wire.FailureClass;
import java.time.Instant;
import java.util.Optional;

/** What became of an attempt. Source of truth for budgets: see {@link Budget}. */
public sealed interface Outcome {

    /** When it ended. */
    Instant at();

    /** What its program ended with, where that is known. */
    default Optional<Integer> exitCode() {
        return Optional.empty();
    }

    /** Its result stands, whatever became of its program afterwards. */
    record Succeeded(Instant at, Optional<Integer> exitCode) implements Outcome {
        public Succeeded(Instant at) {
            this(at, Optional.of(0));
        }
    }

    record Failed(FailureClass failureClass, Optional<Integer> exitCode, String message, Instant at)
            implements Outcome {}

    /** Ended because we wanted it to, outside all budgets. */
    record Stopped(EndReason reason, Instant at) implements Outcome {}

    /** Somebody removed its Job; nobody knows what became of the program. */
    record Removed(Instant at) implements Outcome {}
}
