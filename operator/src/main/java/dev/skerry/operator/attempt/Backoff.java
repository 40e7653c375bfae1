package dev.skerry.operator.attempt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * Waits between tries of the same thing: 1 s × 2ⁿ, at most 1 min, ±20 %. The jitter is a hash, so
 * that jobs that wait for the same server do not come back together.
 */
public final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double JITTER = 0.2;

    private Backoff() {}

    /**
     * @param times in a row that it failed, from 1
     */
    public static Duration delay(String uid, int times) {
        return jittered(doubled(FIRST, LONGEST, times - 1L), uid + "/" + times);
    }

    /** {@code first} × 2ⁿ, at most {@code longest}. */
    static Duration doubled(Duration first, Duration longest, long n) {
        var seconds = Math.min(longest.toSeconds(), first.toSeconds() << Math.clamp(n, 0, 10));
        return Duration.ofSeconds(seconds);
    }

    /** The same text gives the same jitter. */
    static Duration jittered(Duration delay, String text) {
        var hash = new CRC32C();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        double spread = 1 + JITTER * (2.0 * hash.getValue() / 0xFFFF_FFFFL - 1);
        return Duration.ofMillis(Math.round(delay.toMillis() * spread));
    }
}
