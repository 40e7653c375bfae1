package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionCondition;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionReason;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.JobFile;
import dev.skerry.operator.ingestion.IngestionAction.EnsureCollection;
import dev.skerry.operator.job.decide.Inquiry;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.JobKind;
import dev.skerry.operator.job.decide.JobWords;
import dev.skerry.operator.job.decide.KindNames;
import dev.skerry.operator.job.decide.Need;
import dev.skerry.operator.job.decide.Need.NeedState;
import dev.skerry.operator.job.decide.Objection;
import dev.skerry.operator.job.decide.Place;
import dev.skerry.operator.job.decide.PlaceKind;
import dev.skerry.operator.job.decide.RunView;
import dev.skerry.operator.job.decide.StoredPlaces;
import dev.skerry.operator.job.decide.Told;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.workload.PodParts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How an IngestionJob differs from other kinds of job. */
final class IngestionKind implements JobKind<IngestionJobSpec, IngestionJobStatus, Points> {
    private static final KindNames NAMES =
            new KindNames(
                    "IngestionJob",
                    "ingestionjobs",
                    "ij",
                    "skerry.dev/points",
                    "skerry.dev/keep-points");
    private final IngestionPod pod;

    IngestionKind(IngestionPod pod) {
        this.pod = pod;
    }

    @Override
    public KindNames names() {
        return NAMES;
    }

    @Override
    public List<ConditionType> conditions() {
        return IngestionCondition.ALL;
    }

    @Override
    public List<String> problems(IngestionJobSpec spec) {
        return IngestionValidator.check(spec.repository(), pod.fileUrls());
    }

    @Override
    public Set<String> afterwards() {
        return Set.of("ttlSecondsAfterFinished", "collection.deletionPolicy");
    }

    @Override
    public Optional<String> bucket(IngestionJobSpec spec) {
        return Optional.ofNullable(spec.artifact().bucket());
    }

    @Override
    public String artifact(String job, IngestionJobSpec spec) {
        return Objects.requireNonNullElse(spec.artifact().name(), job);
    }

    @Override
    public boolean holds(IngestionJobSpec spec) {
        return "Delete".equals(spec.collection().deletionPolicy());
    }

    /**
     * Full name of a job's collection in the vector store, so that namespaces cannot meet there.
     */
    static String collection(String namespace, IngestionJobSpec spec) {
        return namespace + "." + spec.collection().name();
    }

    private static String collection(RunView<IngestionJobSpec, Points> run) {
        return run.own()
                .collection()
                .orElseGet(() -> collection(run.job().namespace(), run.spec()));
    }

    @Override
    public Points own(Optional<IngestionJobStatus> status) {
        return Points.of(status);
    }

    @Override
    public List<Place> leftovers(Optional<IngestionJobStatus> status) {
        var said = status.map(IngestionJobStatus::leftovers);
        return Stream.concat(
                        places(
                                PointPlaces.TYPE,
                                said.map(IngestionJobStatus.Leftovers::collections)),
                        places(StoredPlaces.TYPE, said.map(IngestionJobStatus.Leftovers::buckets)))
                .toList();
    }

    private static Stream<Place> places(String type, Optional<List<String>> names) {
        return names.orElse(List.of()).stream().map(name -> new Place(type, name));
    }

    @Override
    public IngestionJobStatus status(RunView<IngestionJobSpec, Points> run, Told told) {
        var s = run.state();
        return new IngestionJobStatus(
                told.observedGeneration(),
                told.phase().id(),
                told.waitingOn(),
                told.conditions(),
                s.run() == 0 ? null : s.run(),
                s.inputs().orElse(null),
                collection(run),
                s.bucket().orElse(null),
                s.progress().orElse(null),
                s.attempts().attempts().isEmpty() ? null : s.attempts().attempts(),
                s.attempts().failures().isEmpty() ? null : s.attempts().failures(),
                told.activeSeconds() == 0 ? null : told.activeSeconds(),
                s.nextAttemptAt().map(Timestamps::text).orElse(null),
                s.advancedAt().map(Timestamps::text).orElse(null),
                s.finishedAt().map(Timestamps::text).orElse(null),
                s.failure().orElse(null),
                s.removingSince().map(Timestamps::text).orElse(null),
                s.checkpoint().orElse(null),
                s.own().result().orElse(null),
                leftovers(s.leftovers(PointPlaces.TYPE), s.leftovers(StoredPlaces.TYPE)));
    }

    private static IngestionJobStatus.Leftovers leftovers(
            List<String> collections, List<String> buckets) {
        if (collections.isEmpty() && buckets.isEmpty()) return null;
        return new IngestionJobStatus.Leftovers(
                collections.isEmpty() ? null : collections, buckets.isEmpty() ? null : buckets);
    }

    @Override
    public Points begin(RunView<IngestionJobSpec, Points> before) {
        return new Points(
                Optional.of(collection(before.job().namespace(), before.spec())),
                before.own().result());
    }

    @Override
    public List<Need<?>> needs(RunView<IngestionJobSpec, Points> run) {
        var name = collection(run);
        int dimensions = run.spec().embedding().dimensions();
        return List.of(
                new Need<>(
                        IngestionCondition.COLLECTION_READY,
                        PointPlaces.question(name, run),
                        state ->
                                switch (state) {
                                    case CollectionState.Ready ready
                                            when ready.dimensions() == dimensions ->
                                            new NeedState.Ready(
                                                    IngestionReason.COLLECTION_EXISTS, "");
                                    case CollectionState.Ready ready ->
                                            mismatch(run, name, ready.dimensions(), dimensions);
                                    case CollectionState.Missing m ->
                                            new NeedState.Missing(
                                                    "collection " + name,
                                                    new EnsureCollection(name, dimensions));
                                    case CollectionState.Away away ->
                                            new NeedState.Away(
                                                    IngestionReason.VECTORS_UNAVAILABLE,
                                                    away.message(),
                                                    away.message());
                                    case CollectionState.Refused refused ->
                                            new NeedState.Refused(
                                                    IngestionReason.VECTORS_REFUSED,
                                                    refused.message(),
                                                    refused.message());
                                }));
    }

    private static NeedState mismatch(
            RunView<IngestionJobSpec, Points> run, String name, int there, int made) {
        var message =
                "spec.collection: \"%s\" holds vectors of %d dimensions, this job makes %d; set spec.embedding.dimensions to %d or name another collection"
                        .formatted(
                                name.substring(run.job().namespace().length() + 1),
                                there,
                                made,
                                there);
        return new NeedState.Refused(
                IngestionReason.DIMENSION_MISMATCH, message, "a change of the spec: " + message);
    }

    @Override
    public List<PlaceKind<IngestionJobSpec, Points>> places() {
        return List.of(new PointPlaces());
    }

    @Override
    public List<Place> written(RunView<IngestionJobSpec, Points> run) {
        return List.of(new Place(PointPlaces.TYPE, collection(run)));
    }

    @Override
    public List<Place> kept(Points points) {
        return points.result().map(IngestionResult::collection).stream()
                .map(name -> new Place(PointPlaces.TYPE, name))
                .toList();
    }

    @Override
    public Optional<Objection> objection(
            RunView<IngestionJobSpec, Points> run, JobFacts seen, Inquiry inquiry) {
        var attempts = run.state().attempts();
        if (attempts.open().isPresent() && !RepositoryClaim.hasJustBegun(attempts, seen.now()))
            return Optional.empty();
        return inquiry.ask(new IngestionQuestion.Claim())
                .map(
                        holder ->
                                new Objection(
                                        IngestionReason.REPOSITORY_CLAIMED,
                                        "IngestionJob %s already writes files of this repository to collection %s; delete one of the two, or name another spec.collection.name or another spec.repository.subdirectory"
                                                .formatted(holder, collection(run)),
                                        "IngestionJob %s to be deleted, or a change of the spec"
                                                .formatted(holder)));
    }

    @Override
    public Class<?> resultType() {
        return IngestionResult.class;
    }

    @Override
    public Optional<String> resultOf(Points points) {
        return points.runId();
    }

    @Override
    public Optional<Points> result(
            JsonNode said, String runId, RunView<IngestionJobSpec, Points> run) {
        return IngestionResults.read(said)
                .filter(result -> runId.equals(result.runId()))
                .filter(result -> IngestionResults.isSound(result, collection(run)))
                .map(result -> run.own().with(ours(result, run)));
    }

    /**
     * Places are made of our own names: of what a program says, only its artifact's version counts.
     * Whoever follows them must not be led to what another job or namespace has made.
     */
    private IngestionResult ours(IngestionResult said, RunView<IngestionJobSpec, Points> run) {
        return IngestionResults.at(
                said,
                collection(run),
                run.state().bucket().orElseThrow(),
                run.job().namespace(),
                artifact(run.job().name(), run.spec()));
    }

    @Override
    public JobWords<Points> words() {
        return new IngestionWords();
    }

    @Override
    public PodParts pod(IngestionJobSpec spec) {
        return pod.parts(spec);
    }

    @Override
    public Optional<JobFile.Vectors> vectors(
            String namespace, IngestionJobSpec spec, String runId) {
        return Optional.of(new JobFile.Vectors(collection(namespace, spec), runId));
    }
}
