package dev.skerry.operator.connections;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * A token bucket for each key (pod, address), in bounded memory: who has not asked for a minute has
 * a full one.
 */
public final class RateLimiter {
    private static final int MOST_KEYS = 20_000;

    private final double perNano;
    private final int burst;
    private final Cache<String, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(MOST_KEYS)
                    .expireAfterAccess(Duration.ofMinutes(1))
                    .build();

    private record Bucket(double tokens, long at) {}

    /**
     * @param burst how many at once, after a pause
     */
    public RateLimiter(int perSecond, int burst) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
    }

    /**
     * Takes one.
     *
     * @param now nanoseconds of this process
     * @return empty where it was granted, else for how long there is none
     */
    public Optional<Duration> take(String key, long now) {
        double[] left = new double[1];
        buckets.asMap()
                .compute(
                        key,
                        (k, before) -> {
                            double tokens =
                                    before == null
                                            ? burst
                                            : Math.min(
                                                    burst,
                                                    before.tokens()
                                                            + Math.max(0, now - before.at())
                                                                    * perNano);
                            left[0] = tokens;
                            return new Bucket(tokens >= 1 ? tokens - 1 : tokens, now);
                        });
        if (left[0] >= 1) return Optional.empty();
        return Optional.of(Duration.ofNanos((long) Math.ceil((1 - left[0]) / perNano)));
    }
}
