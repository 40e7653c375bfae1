package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobSpec;
import dev.skerry.operator.ingestion.IngestionAction.DeleteAllPoints;
import dev.skerry.operator.ingestion.IngestionAction.DeletePoints;
import dev.skerry.operator.ingestion.IngestionQuestion.CollectionNow;
import dev.skerry.operator.job.decide.Inquiry;
import dev.skerry.operator.job.decide.PlaceKind;
import dev.skerry.operator.job.decide.RunView;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.StoredRun;
import java.util.List;

/** Collections with points that do not count. */
final class PointPlaces implements PlaceKind<IngestionJobSpec, Points> {
    static final String TYPE = "collection";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public boolean mustBeCleanFirst() {
        return true;
    }

    @Override
    public PlaceState look(String name, RunView<IngestionJobSpec, Points> run, Inquiry inquiry) {
        return switch (inquiry.ask(question(name, run))) {
            case CollectionState.Missing m -> new PlaceState.Gone();
            case CollectionState.Away away -> new PlaceState.Unseen(away.message());
            case CollectionState.Refused refused -> new PlaceState.Unseen(refused.message());
            case CollectionState.Ready ready -> {
                var stale = stale(run, ready);
                yield stale.isEmpty()
                        ? new PlaceState.Clean()
                        : new PlaceState.Stale(
                                new DeletePoints(name, stale),
                                "points of " + stale.size() + " earlier runs");
            }
        };
    }

    static CollectionNow question(String name, RunView<IngestionJobSpec, Points> run) {
        return new CollectionNow(name, run.own().runId(), run.spec().embedding().dimensions());
    }

    /**
     * Runs whose points do not count, of those that are seen. A result makes all others stale.
     * Before there is one, a job of the same name may have left points that are still read: only
     * the job's own are stale.
     */
    private static List<String> stale(
            RunView<IngestionJobSpec, Points> run, CollectionState.Ready seen) {
        var keep = run.own().runId();
        var ended = run.state().attempts().endedRunIds();
        return seen.others().stream()
                .filter(
                        other ->
                                keep.isPresent()
                                        ? !keep.get().equals(other.runId())
                                        : run.job().uid().equals(other.jobUid())
                                                || ended.contains(other.runId()))
                .map(StoredRun::runId)
                .toList();
    }

    @Override
    public Removal removal(String name, RunView<IngestionJobSpec, Points> run, Inquiry inquiry) {
        return new Removal(List.of(new DeleteAllPoints(name)), true);
    }

    @Override
    public String tooMany(RunView<IngestionJobSpec, Points> run) {
        return "too many former collections to remember all: points of this job may stay in one of them; filter by run_id, or delete them by job_uid "
                + run.job().uid();
    }
}
