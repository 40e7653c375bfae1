package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionResult;
import dev.skerry.api.PublishedArtifact;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.attempt.AttemptLog;
import dev.skerry.operator.report.ReportHistory;
import dev.skerry.operator.storage.LeftResult;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Results of programs on their way into status: only what is surely theirs, and what status can
 * hold.
 */
final class IngestionResults {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-zA-Z]{1,64}");
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,15}");
    private static final long MOST_FILES = 100_000_000;
    private static final long MOST_EDGES = 100_000_000_000L;

    private IngestionResults() {}

    /**
     * A result counts as soon as it is heard of: its points are all there before it is sent. It
     * must name exactly the points of the open attempt's own pod; anything else is no result of
     * ours.
     */
    static void take(IngestionJobDraft draft, IngestionJobObservation seen) {
        if (draft.open().isEmpty()) return;
        var expected = draft.open().flatMap(AttemptLog::runId).orElse("");
        var left =
                seen.leftResult() instanceof LeftResult.Found found
                        ? Optional.of(found.result())
                        : Optional.<IngestionResult>empty();
        var result = seen.heard().map(ReportHistory::latest).map(Report::result).or(() -> left);
        if (result.isEmpty()
                || !expected.equals(result.get().runId())
                || !sound(result.get(), draft.collection())) return;
        draft.result = Optional.of(ours(result.get(), draft));
        seen.heard()
                .filter(h -> h.latest().result() != null)
                .ifPresent(h -> IngestionProgress.takeLast(draft, h));
    }

    /**
     * Places are made of our own names: of what a program says, only its artifact's version counts.
     * Whoever follows them must not be led to what another job or namespace has made.
     */
    private static IngestionResult ours(IngestionResult said, IngestionJobDraft draft) {
        return new IngestionResult(
                said.runId(),
                said.commit(),
                draft.collection(),
                said.artifact() == null ? null : ours(said.artifact().version(), draft),
                said.files(),
                said.edges(),
                said.external(),
                said.unresolved(),
                said.isolated());
    }

    private static PublishedArtifact ours(String version, IngestionJobDraft draft) {
        var name = IngestionJobResources.artifact(draft.job.name(), draft.job.spec());
        return new PublishedArtifact(
                name,
                version,
                "s3://%s/artifacts/%s/%s/%s/"
                        .formatted(
                                draft.bucket.orElseThrow(), draft.job.namespace(), name, version));
    }

    /** Whether status can hold it, and its figures can be. */
    private static boolean sound(IngestionResult result, String collection) {
        return isCount(result.files(), MOST_FILES)
                && isCount(result.edges(), MOST_EDGES)
                && result.commit() != null
                && COMMIT.matcher(result.commit()).matches()
                && (result.collection() == null || result.collection().equals(collection))
                && Stream.of(result.external(), result.unresolved(), result.isolated())
                        .allMatch(n -> n == null || isCount(n, MOST_EDGES))
                && (result.artifact() == null
                        || result.artifact().version() != null
                                && VERSION.matcher(result.artifact().version()).matches());
    }

    private static boolean isCount(Long figure, long most) {
        return figure != null && figure >= 0 && figure <= most;
    }
}
