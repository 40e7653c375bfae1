package dev.skerry.operator.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.wire.JobFile;
import dev.skerry.operator.job.decide.JobKind;
import dev.skerry.operator.job.decide.JobWords;
import dev.skerry.operator.job.decide.KindNames;
import dev.skerry.operator.job.decide.Place;
import dev.skerry.operator.job.decide.RunView;
import dev.skerry.operator.job.decide.StoredPlaces;
import dev.skerry.operator.job.decide.Told;
import dev.skerry.operator.plain.PlainJobStatus.Made;
import dev.skerry.operator.status.Timestamps;
import dev.skerry.operator.workload.PodParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The least that a kind of job must say of itself. */
final class PlainKind implements JobKind<PlainJobSpec, PlainJobStatus, Optional<Made>> {

    @Override
    public KindNames names() {
        return new KindNames(
                "PlainJob", "plainjobs", "pj", "skerry.dev/stored", "skerry.dev/keep-stored");
    }

    @Override
    public List<String> problems(PlainJobSpec spec) {
        return spec.image().isBlank() ? List.of("spec.image: is blank; name an image") : List.of();
    }

    @Override
    public boolean holds(PlainJobSpec spec) {
        return spec.clean();
    }

    @Override
    public Optional<Made> own(Optional<PlainJobStatus> status) {
        return status.map(PlainJobStatus::result);
    }

    @Override
    public List<Place> leftovers(Optional<PlainJobStatus> status) {
        return status.map(PlainJobStatus::stored).orElse(List.of()).stream()
                .map(bucket -> new Place(StoredPlaces.TYPE, bucket))
                .toList();
    }

    @Override
    public PlainJobStatus status(RunView<PlainJobSpec, Optional<Made>> run, Told told) {
        var s = run.state();
        var stored = s.leftovers(StoredPlaces.TYPE);
        return new PlainJobStatus(
                told.observedGeneration(),
                told.phase().id(),
                told.waitingOn(),
                told.conditions(),
                s.run() == 0 ? null : s.run(),
                s.inputs().orElse(null),
                s.bucket().orElse(null),
                s.progress().orElse(null),
                s.attempts().attempts(),
                s.attempts().failures(),
                told.activeSeconds(),
                s.nextAttemptAt().map(Timestamps::text).orElse(null),
                s.advancedAt().map(Timestamps::text).orElse(null),
                s.finishedAt().map(Timestamps::text).orElse(null),
                s.failure().orElse(null),
                s.removingSince().map(Timestamps::text).orElse(null),
                s.checkpoint().orElse(null),
                s.own().orElse(null),
                stored.isEmpty() ? null : stored);
    }

    @Override
    public Class<?> resultType() {
        return Made.class;
    }

    @Override
    public Optional<String> resultOf(Optional<Made> own) {
        return own.map(Made::runId);
    }

    @Override
    public Optional<Optional<Made>> result(
            JsonNode said, String runId, RunView<PlainJobSpec, Optional<Made>> run) {
        return runId.equals(said.path("runId").asText())
                ? Optional.of(Optional.of(new Made(runId, said.path("what").asText())))
                : Optional.empty();
    }

    @Override
    public PodParts pod(PlainJobSpec spec) {
        return new PodParts(
                spec.image(),
                new LinkedHashMap<>(),
                List.of(),
                List.of(),
                new JobFile.Limits(5, 1, 60, 2));
    }

    @Override
    public JobWords<Optional<Made>> words() {
        return own -> own.orElseThrow().what();
    }
}
