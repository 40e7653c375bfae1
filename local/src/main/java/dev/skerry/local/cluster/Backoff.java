package dev.skerry.local.cluster;

import java.time.Duration;

/**
 * How long to wait before a part starts again: at first {@code first}, doubled each time, at most
 * {@link #MOST} times that; from the beginning once it was healthy for {@link #CALM}.
 */
record Backoff(Duration first, int failures) {
    static final Duration CALM = Duration.ofMinutes(2);
    private static final int MOST = 30;

    static Backoff none(Duration first) {
        return new Backoff(first, 0);
    }

    Backoff after(Duration healthyFor) {
        return new Backoff(first, healthyFor.compareTo(CALM) >= 0 ? 1 : failures + 1);
    }

    Duration delay() {
        if (failures <= 0) return Duration.ZERO;
        return first.multipliedBy(Math.min(MOST, 1L << Math.min(failures - 1, 10)));
    }
}
