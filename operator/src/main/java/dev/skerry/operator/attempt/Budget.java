package dev.skerry.operator.attempt;

import dev.skerry.api.Retries;
import dev.skerry.api.wire.FailureClass;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How many failures of each class a run may have, and how long to wait after one. */
public final class Budget {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    private final Retries retries;

    /**
     * @param retries with all its defaults
     */
    public Budget(Retries retries) {
        this.retries = retries;
    }

    /**
     * Whether a run that has failed so often, the present failure included, gets no further
     * attempt.
     */
    public boolean exhausted(Map<String, Long> failures, FailureClass failureClass) {
        return failures.getOrDefault(failureClass.id(), 0L) > allowed(failureClass);
    }

    /** Further attempts allowed after failures of this class. */
    public int allowed(FailureClass failureClass) {
        return switch (failureClass) {
            case CONFIG, DATA, DEADLINE -> 0;
            case APP -> retries.app();
            case OUT_OF_MEMORY -> retries.oom();
            case OUT_OF_DISK -> retries.disk();
            case SERVICE -> retries.service();
            case HUNG -> retries.hung();
            case PREEMPTED -> retries.preempted();
            case NODE -> retries.node();
        };
    }

    /** The field that allows further attempts after this class; empty where none does. */
    public static Optional<String> field(FailureClass failureClass) {
        return switch (failureClass) {
            case CONFIG, DATA, DEADLINE -> Optional.empty();
            case APP -> Optional.of("spec.retries.app");
            case OUT_OF_MEMORY -> Optional.of("spec.retries.oom");
            case OUT_OF_DISK -> Optional.of("spec.retries.disk");
            case SERVICE -> Optional.of("spec.retries.service");
            case HUNG -> Optional.of("spec.retries.hung");
            case PREEMPTED -> Optional.of("spec.retries.preempted");
            case NODE -> Optional.of("spec.retries.node");
        };
    }

    /**
     * Wait before the next attempt: 10 s × 2ⁿ, at most 5 min, ±20 %. The jitter is a hash of (uid,
     * run, attempt), so deciding twice decides the same.
     *
     * @param failures of the class so far, the present one included
     */
    public static Duration delay(String uid, int run, int attempt, long failures) {
        return Backoff.jittered(
                Backoff.doubled(FIRST_DELAY, LONGEST_DELAY, failures - 1),
                uid + "/" + run + "/" + attempt);
    }
}
