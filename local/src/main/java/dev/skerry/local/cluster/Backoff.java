package dev.skerry.local.cluster;

import java.time.Duration;

/**
 * How long to wait before a part starts again: 1 s, doubled each time, at most 30 s; from the
 * beginning once it was healthy for {@link #CALM}.
 */
record Backoff(int failures) {
    static final Duration CALM = Duration.ofMinutes(2);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    static Backoff none() {
        return new Backoff(0);
    }

    Backoff after(Duration healthyFor) {
        return new Backoff(healthyFor.compareTo(CALM) >= 0 ? 1 : failures + 1);
    }

    Duration delay() {
        if (failures <= 0) return Duration.ZERO;
        Duration delay = FIRST.multipliedBy(1L << Math.min(failures - 1, 10));
        return delay.compareTo(MOST) > 0 ? MOST : delay;
    }
}
