package dev.skerry.operator.attempt;

import dev.skerry.api.Retries;
import dev.skerry.api.wire.FailureClass;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32C;

/** How many failures of each class a run may have, and how long to wait after one. */
public final class Budget {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);
    private static final double JITTER = 0.2;

    private final Retries retries;

    public Budget(Retries retries) {
        this.retries = retries == null ? new Retries(null, null, null, null, null, null) : retries;
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
            case APP -> orElse(retries.app(), 2);
            case OUT_OF_MEMORY -> orElse(retries.oom(), 1);
            case SERVICE -> orElse(retries.service(), 5);
            case HUNG -> orElse(retries.hung(), 2);
            case PREEMPTED -> orElse(retries.preempted(), 50);
            case NODE -> orElse(retries.node(), 10);
        };
    }

    /**
     * Wait before the next attempt: 10 s × 2ⁿ, at most 5 min, ±20 %. The jitter is a hash of (uid,
     * run, attempt), so deciding twice decides the same.
     *
     * @param failures of the class so far, the present one included
     */
    public static Duration delay(String uid, int run, int attempt, long failures) {
        var seconds =
                Math.min(
                        LONGEST_DELAY.toSeconds(),
                        FIRST_DELAY.toSeconds() << (int) Math.min(Math.max(failures - 1, 0), 10));
        var hash = new CRC32C();
        hash.update((uid + "/" + run + "/" + attempt).getBytes(StandardCharsets.UTF_8));
        double spread = 1 + JITTER * (2.0 * hash.getValue() / 0xFFFF_FFFFL - 1);
        return Duration.ofMillis(Math.round(seconds * 1000 * spread));
    }

    private static int orElse(Integer value, int fallback) {
        return value == null ? fallback : value;
    }
}
