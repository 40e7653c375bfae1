package dev.skerry.operator.attempt;

import dev.skerry.api.wire.FailureClass;
import java.util.Arrays;
import java.util.Optional;

/**
 * Why we end an attempt that is still running; recorded as its failure class before its Job is
 * deleted.
 */
public enum Ending {
    SUSPENDED("Suspended"),
    SUPERSEDED("Superseded"),
    HUNG(FailureClass.HUNG.id()),
    DEADLINE(FailureClass.DEADLINE.id());

    private final String id;

    Ending(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Whether the run's budgets count it, and as what. */
    public Optional<FailureClass> failureClass() {
        return FailureClass.ofId(id);
    }

    /** The ending that an attempt's failure class records; empty where it is no wish of ours. */
    public static Optional<Ending> ofId(String id) {
        return Arrays.stream(values()).filter(e -> e.id.equals(id)).findFirst();
    }
}
