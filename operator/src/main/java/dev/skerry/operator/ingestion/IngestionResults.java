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
    private static final Pattern NAME = Pattern.compile("[-.a-z0-9]{1,63}");
    private static final Pattern VERSION = Pattern.compile("v[0-9]{1,15}");
    private static final Pattern URI = Pattern.compile("s3://[-._/A-Za-z0-9]{1,300}");

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
        draft.result = result;
        seen.heard()
                .filter(h -> h.latest().result() != null)
                .ifPresent(h -> IngestionProgress.takeLast(draft, h));
    }

    /** Whether status can hold it, and it speaks of this job's own places. */
    private static boolean sound(IngestionResult result, String collection) {
        return result.files() != null
                && result.files() >= 0
                && result.edges() != null
                && result.edges() >= 0
                && result.commit() != null
                && COMMIT.matcher(result.commit()).matches()
                && (result.collection() == null || result.collection().equals(collection))
                && Stream.of(result.external(), result.unresolved(), result.isolated())
                        .allMatch(n -> n == null || n >= 0)
                && (result.artifact() == null || sound(result.artifact()));
    }

    private static boolean sound(PublishedArtifact artifact) {
        return (artifact.name() == null || NAME.matcher(artifact.name()).matches())
                && (artifact.version() == null || VERSION.matcher(artifact.version()).matches())
                && (artifact.uri() == null || URI.matcher(artifact.uri()).matches());
    }
}
