package dev.skerry.artifacts;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a transient failure is tried again, and after which pause: {@code first} doubled each
 * time up to {@code most}, each pause drawn evenly from half of it to all of it.
 *
 * @param attempts calls in all, the first included
 */
public record RetryPolicy(int attempts, Duration first, Duration most) {

    /** For programs whose work would be lost: about 15 seconds of patience. */
    public static final RetryPolicy PATIENT =
            new RetryPolicy(6, Duration.ofMillis(500), Duration.ofSeconds(8));

    /** For callers that come back by themselves. */
    public static final RetryPolicy ONCE =
            new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1));

    public RetryPolicy {
        requireNonNull(first);
        requireNonNull(most);
        if (attempts < 1 || attempts > 20) {
            throw new IllegalArgumentException(
                    "attempts: " + attempts + " is not in 1..20; give the number of calls in all");
        }
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "pauses: first %s and most %s must be positive and in order"
                            .formatted(first, most));
        }
    }

    /** One call of something that may fail in passing. */
    @FunctionalInterface
    public interface Call<T> {
        /** Makes the call; {@code number} is that of this try, from 1. */
        T run(int number) throws StorageException;
    }

    /**
     * Runs the call until it succeeds, fails for good, or the tries are used up. An interrupt ends
     * the pauses.
     */
    public <T> T run(Call<T> call) throws StorageException {
        for (int number = 1; ; number++) {
            try {
                return call.run(number);
            } catch (StorageException.Unavailable e) {
                if (number >= attempts || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(number, e);
            }
        }
    }

    private void pause(int number, StorageException.Unavailable reason) throws StorageException {
        long ceiling = Math.min(most.toMillis(), first.toMillis() << Math.min(number - 1, 20));
        try {
            Thread.sleep(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
