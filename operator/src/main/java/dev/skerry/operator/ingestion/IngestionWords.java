package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionReason;
import dev.skerry.api.Progress;
import dev.skerry.api.Reason;
import dev.skerry.operator.job.decide.JobWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to an IngestionJob, in its own words. */
final class IngestionWords implements JobWords<Points> {
    private static final List<String> FIGURES =
            List.of(
                    "files",
                    "filesTotal",
                    "edges",
                    "points",
                    "pointsTotal",
                    "external",
                    "unresolved",
                    "epoch",
                    "epochs",
                    "loss");

    private static final Map<String, Reason> REASONS =
            Map.of(
                    "Fetch", IngestionReason.FETCHING,
                    "Parse", IngestionReason.PARSING,
                    "Resolve", IngestionReason.RESOLVING,
                    "Graph", IngestionReason.BUILDING_GRAPH,
                    "Embed", IngestionReason.EMBEDDING,
                    "Publish", IngestionReason.PUBLISHING);

    private static final Map<String, String> TEMPLATES =
            Map.of(
                    "Parse", "{files|0} of {filesTotal|0} files",
                    "Embed", "epoch {epoch|0} of {epochs|?}, loss {loss|?}",
                    "Publish", "{points|0} of {pointsTotal|0} points");

    @Override
    public List<String> figures() {
        return FIGURES;
    }

    @Override
    public Optional<Reason> reason(String stage) {
        return Optional.ofNullable(REASONS.get(stage));
    }

    @Override
    public String sentence(Progress progress) {
        var template = TEMPLATES.get(Optional.ofNullable(progress.stage()).orElse(""));
        return template == null
                ? JobWords.super.sentence(progress)
                : JobWords.filled(template, progress);
    }

    @Override
    public String success(Points points) {
        var result = points.result().orElseThrow();
        return "%d files, %d edges from commit %.12s"
                .formatted(result.files(), result.edges(), result.commit());
    }

    @Override
    public String leavings() {
        return "points";
    }

    @Override
    public String holding(List<String> collections) {
        return "its points to be removed from " + String.join(", ", collections);
    }

    @Override
    public String staying(String jobUid, List<String> collections, String why) {
        return "points of job_uid %s may stay in %s: %s"
                .formatted(jobUid, String.join(", ", collections), why);
    }
}
