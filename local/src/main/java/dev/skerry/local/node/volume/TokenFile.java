package dev.skerry.local.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One projected token, asked for again when 80 % of its life, or a day, has passed. */
final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final Duration LONGEST = Duration.ofHours(24);

    private record Held(TokenSource.Token token, Instant renewAt) {}

    private Optional<Held> held = Optional.empty();

    /** A token that is not due for renewal; the old one for as long as a renewal fails. */
    String value(
            Pod pod, ServiceAccountTokenProjection projection, TokenSource source, Instant now) {
        if (held.isPresent() && now.isBefore(held.get().renewAt())) {
            return held.get().token().value();
        }
        try {
            var token = source.request(pod, projection);
            held = Optional.of(new Held(token, renewAt(now, token.expiresAt())));
        } catch (RuntimeException e) {
            if (held.isEmpty() || !now.isBefore(held.get().token().expiresAt())) throw e;
            LOG.warn(
                    "token.renewal.failed namespace={} pod={} error=\"{}\"",
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    e.getMessage());
        }
        return held.orElseThrow().token().value();
    }

    static Instant renewAt(Instant now, Instant expiresAt) {
        var life = Duration.between(now, expiresAt).multipliedBy(8).dividedBy(10);
        return now.plus(life.compareTo(LONGEST) > 0 ? LONGEST : life);
    }
}
