package dev.skerry.trainer.ingest.fetch;

import java.time.Duration;

/**
 * What a repository may cost.
 *
 * @param bytes received and stored
 * @param files of one commit, source or not
 * @param time for fetching and listing together
 */
public record FetchLimits(long bytes, int files, Duration time) {
    public static final FetchLimits DEFAULT =
            new FetchLimits(4L << 30, 1_000_000, Duration.ofMinutes(30));
}
