package dev.skerry.operator.ingestion;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Why the last action for a job did not succeed, until one does; so that status can say it. */
@ApplicationScoped
class ActionFaults {
    private final Cache<String, String> faults =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofMinutes(2))
                    .build();

    void failed(String jobUid, String message) {
        faults.put(jobUid, message);
    }

    void cleared(String jobUid) {
        faults.invalidate(jobUid);
    }

    Optional<String> of(String jobUid) {
        return Optional.ofNullable(faults.getIfPresent(jobUid));
    }
}
