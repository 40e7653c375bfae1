package dev.skerry.operator.ingestion;

import dev.skerry.api.Defaults;
import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec.Repository;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.status.Timestamps;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which of several live jobs of a namespace writes a repository's points to a collection: who has
 * begun an attempt; where two have, the older. A job that never ran holds nothing.
 */
final class RepositoryClaim {
    /** So long two that begin together may not have heard of each other. */
    private static final Duration TOGETHER = Duration.ofSeconds(60);

    private static final Comparator<IngestionJob> SENIORITY =
            Comparator.comparing((IngestionJob j) -> j.getMetadata().getCreationTimestamp())
                    .thenComparing(j -> j.getMetadata().getUid());

    private RepositoryClaim() {}

    /** Name of the job whose claim keeps this one from running. */
    static Optional<String> before(IngestionJob job, Stream<IngestionJob> all) {
        return all.filter(RepositoryClaim::hasBegun)
                .filter(other -> isRival(job, other))
                .filter(other -> !hasBegun(job) || SENIORITY.compare(other, job) < 0)
                .min(SENIORITY)
                .map(other -> other.getMetadata().getName());
    }

    /** Whether an attempt is so young that another job may have begun in the same moment. */
    static boolean hasJustBegun(AttemptLog attempts, Instant now) {
        return attempts.open()
                .filter(a -> a.run() == 1 && a.number() == 1)
                .flatMap(a -> Timestamps.parse(a.startedAt()))
                .filter(at -> at.plus(TOGETHER).isAfter(now))
                .isPresent();
    }

    private static boolean isRival(IngestionJob job, IngestionJob other) {
        return !other.getMetadata().getUid().equals(job.getMetadata().getUid())
                && other.getMetadata().getDeletionTimestamp() == null
                && other.getSpec() != null
                && other.getSpec().repository() != null
                && other.getSpec().repository().url() != null
                && place(job).equals(place(other))
                && overlap(job.getSpec().repository(), other.getSpec().repository())
                && collection(job).equals(collection(other));
    }

    private static boolean hasBegun(IngestionJob job) {
        return Optional.ofNullable(job.getStatus())
                .map(IngestionJobStatus::attempts)
                .filter(attempts -> !attempts.isEmpty())
                .isPresent();
    }

    private static String place(IngestionJob job) {
        return place(job.getSpec().repository().url());
    }

    /**
     * The same for all spellings of an address: host and path, without scheme, user, usual port,
     * {@code .git} and what {@code .} and {@code ..} stand for.
     */
    static String place(String url) {
        var address = URI.create(url).normalize();
        var host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        int port = address.getPort();
        boolean usual =
                port < 0
                        || port == 443 && "https".equals(address.getScheme())
                        || port == 22 && "ssh".equals(address.getScheme());
        var path = ("/" + address.getPath()).replaceAll("/+", "/").replaceAll("/$", "");
        return host + (usual ? "" : ":" + port) + path.replaceAll("\\.git$", "");
    }

    private static boolean overlap(Repository one, Repository other) {
        var a = folder(one);
        var b = folder(other);
        return a.startsWith(b) || b.startsWith(a);
    }

    /** With a slash behind each folder; empty for the whole repository. */
    private static String folder(Repository repository) {
        if (repository.subdirectory() == null) return "";
        var path = new StringBuilder();
        for (var segment : repository.subdirectory().split("/"))
            if (!segment.isEmpty() && !segment.equals(".")) path.append(segment).append('/');
        return path.toString();
    }

    private static String collection(IngestionJob job) {
        return IngestionKind.collection(
                job.getMetadata().getNamespace(), Defaults.resolved(job.getSpec()));
    }
}
