package dev.skerry.local.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.time.Instant;

/** Asks the API server for tokens that are bound to a pod. */
@FunctionalInterface
public interface TokenSource {
    /**
     * What the API server granted.
     *
     * @param expiresAt when the API server will refuse it
     */
    record Token(String value, Instant expiresAt) {}

    /** Any trouble is an unchecked exception. */
    Token request(Pod pod, ServiceAccountTokenProjection projection);
}
