package dev.skerry.operator.attempt;

import dev.skerry.api.wire.FailureClass;
import java.time.Instant;
import java.util.Optional;

/** What became of an attempt. Source of truth for budgets: see {@link Budget}. */
public sealed interface Outcome {

    /** When it ended. */
    Instant at();

    record Succeeded(Instant at) implements Outcome {}

    record Failed(FailureClass failureClass, Optional<Integer> exitCode, String message, Instant at)
            implements Outcome {}

    /** Ended because we wanted it to, outside all budgets. */
    record Stopped(Ending ending, Instant at) implements Outcome {}

    /** Somebody removed its Job; nobody knows what became of the program. */
    record Removed(Instant at) implements Outcome {}
}
