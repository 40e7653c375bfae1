package dev.skerry.operator.report;

import java.time.Duration;
import java.util.Optional;

/** Who sends a report, as the API server vouches for the token. */
record Reporter(String namespace, String podName, String podUid) {

    /** What became of asking the API server. */
    sealed interface Verified {
        record As(Reporter reporter) implements Verified {}

        record Refused(String message) implements Verified {}

        record Unavailable(String message) implements Verified {}

        /** It was not asked: too many new tokens came from there. */
        record TooMany(Duration pause) implements Verified {}
    }

    static Optional<Reporter> of(
            String username, Optional<String> podName, Optional<String> podUid) {
        var parts = username == null ? new String[0] : username.split(":", -1);
        if (parts.length != 4 || !parts[0].equals("system") || !parts[1].equals("serviceaccount"))
            return Optional.empty();
        if (podName.isEmpty() || podUid.isEmpty()) return Optional.empty();
        return Optional.of(new Reporter(parts[2], podName.get(), podUid.get()));
    }
}
