package dev.skerry.operator.job;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skerry.operator.attempt.Backoff;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why the last action for a job did not succeed, until one does; so that status can say it. Knows
 * how often in a row, so that no action is tried at a fixed pace.
 */
@ApplicationScoped
class ActionFaults {
    private final Cache<String, Fault> faults =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofMinutes(10))
                    .build();

    /**
     * @param forGood whether the same action would be refused again, whenever it is tried
     * @param times in a row
     */
    private record Fault(String message, boolean forGood, int times) {}

    /** Since when the removal of deleted jobs has been tried whose status could not say it. */
    private final Cache<String, Instant> removals =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterAccess(Duration.ofHours(1))
                    .build();

    /** The first time counts. */
    void removing(String jobUid, Instant since) {
        removals.asMap().putIfAbsent(jobUid, since);
    }

    Optional<Instant> removing(String jobUid) {
        return Optional.ofNullable(removals.getIfPresent(jobUid));
    }

    /** When to try again. */
    Duration failed(String jobUid, String message, boolean forGood) {
        var fault =
                faults.asMap()
                        .merge(
                                jobUid,
                                new Fault(message, forGood, 1),
                                (before, now) -> new Fault(message, forGood, before.times() + 1));
        return forGood ? Duration.ofMillis(100) : Backoff.delay(jobUid, fault.times());
    }

    void cleared(String jobUid) {
        faults.invalidate(jobUid);
    }

    /** Of what passes by itself. */
    Optional<String> of(String jobUid) {
        return fault(jobUid).filter(f -> !f.forGood()).map(Fault::message);
    }

    /** Of what only another spec can change. */
    Optional<String> refusalOf(String jobUid) {
        return fault(jobUid).filter(Fault::forGood).map(Fault::message);
    }

    private Optional<Fault> fault(String jobUid) {
        return Optional.ofNullable(faults.getIfPresent(jobUid));
    }
}
