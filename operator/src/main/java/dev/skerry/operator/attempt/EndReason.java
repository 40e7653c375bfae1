package dev.skerry.operator.attempt;

import dev.skerry.api.wire.FailureClass;
import java.util.Arrays;
import java.util.Optional;

/**
 * Why an attempt ends other than by itself. What we want is recorded before its Job is deleted;
 * {@link #REMOVED} is recorded when somebody else has.
 */
public enum EndReason {
    SUSPENDED("Suspended"),
    SUPERSEDED("Superseded"),
    HUNG(FailureClass.HUNG.id()),
    DEADLINE(FailureClass.DEADLINE.id()),
    REMOVED("Removed");

    private final String id;

    EndReason(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Whether the run's budgets count it, and as what. */
    public Optional<FailureClass> failureClass() {
        return FailureClass.ofId(id);
    }

    /** The ending of this name; empty where there is none. */
    public static Optional<EndReason> ofId(String id) {
        return Arrays.stream(values()).filter(e -> e.id.equals(id)).findFirst();
    }
}
