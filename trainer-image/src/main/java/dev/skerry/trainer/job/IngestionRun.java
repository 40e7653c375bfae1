package dev.skerry.trainer.job;

import dev.skerry.api.IngestionResult;
import dev.skerry.api.PublishedArtifact;
import dev.skerry.api.wire.Manifest;
import dev.skerry.artifacts.ArtifactStore;
import dev.skerry.artifacts.ArtifactVersion;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.trainer.ingest.IngestPipeline;
import dev.skerry.trainer.ingest.IngestResult;
import dev.skerry.trainer.ingest.IngestSettings;
import dev.skerry.trainer.ingest.ResultFiles;
import dev.skerry.trainer.ingest.SavedIngestion;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.fetch.FetchLimits;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import dev.skerry.trainer.ingest.fetch.RepositoryUrl;
import dev.skerry.trainer.ingest.publish.EmbeddingArtifact;
import dev.skerry.trainer.ingest.publish.Origin;
import dev.skerry.trainer.ingest.publish.PointPublisher;
import dev.skerry.trainer.ingest.publish.VectorStoreCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * From a repository to points and an artifact. Points first: the artifact is the last thing to
 * appear.
 */
final class IngestionRun {

    private final IngestionOrder order;
    private final Workplace workplace;
    private final JobProgress progress;
    private final JobCheckpoints checkpoints;
    private final EventLog log;
    private final Clock clock;

    IngestionRun(
            IngestionOrder order,
            Workplace workplace,
            JobProgress progress,
            JobCheckpoints checkpoints,
            EventLog log,
            Clock clock) {
        this.order = order;
        this.workplace = workplace;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Does it all.
     *
     * @param folder for temporary files, empty
     * @throws CancellationException where a stop was asked for
     */
    IngestionResult in(Path folder, ObjectStorage storage)
            throws ConfigException, FetchException, IOException {
        var url = RepositoryUrl.parse(order.repositoryUrl(), workplace.allowFileUrls());
        var request =
                new FetchRequest(
                        order.repositoryUrl(),
                        false,
                        order.revision(),
                        GitCredentials.in(workplace.gitCredentialsDir(), url),
                        order.selection());
        var fetcher =
                new RepositoryFetcher(
                        workplace.allowFileUrls(),
                        workplace.addresses(),
                        FetchLimits.DEFAULT,
                        folder);
        var settings =
                new IngestSettings(
                        request, order.embedding().threads(), Optional.of(order.embedding()));
        var pipeline = new IngestPipeline(fetcher, settings, progress, checkpoints);
        var saved = saved(folder, storage);
        var result = saved.isPresent() ? pipeline.resume(saved.get()) : pipeline.run();
        log.event(
                "ingest.done",
                "commit",
                result.commit(),
                "files",
                result.files().size(),
                "edges",
                result.imports().distinctPairs(),
                "isolated",
                result.isolated(),
                "selfLoops",
                result.selfLoops());
        points(result);
        FaultPoint.BEFORE_ARTIFACT.reach();
        var artifact = artifact(result, folder, storage);
        return new IngestionResult(
                order.runId(),
                result.commit(),
                order.collection(),
                new PublishedArtifact(artifact.name(), artifact.version(), artifact.uri()),
                (long) result.files().size(),
                (long) result.imports().distinctPairs(),
                (long) result.imports().external().size(),
                (long) result.imports().unresolved().size(),
                (long) result.isolated());
    }

    private Optional<SavedIngestion> saved(Path folder, ObjectStorage storage) throws IOException {
        var told = workplace.resumeFrom();
        return told.isEmpty()
                ? Optional.empty()
                : new ResumedIngestion(
                                order, new CheckpointStore(storage, order.bucket()), folder, log)
                        .at(told.get());
    }

    private void points(IngestResult result) throws IOException {
        var origin =
                new Origin(
                        order.namespace(),
                        order.name(),
                        order.uid(),
                        order.run(),
                        order.repositoryUrl(),
                        result.commit(),
                        order.runId());
        try (var calls =
                new VectorStoreCalls(workplace.vectors(), VectorStoreCalls.Patience.DEFAULT)) {
            new PointPublisher(calls)
                    .publish(order.collection(), origin, new IngestedFiles(result), progress);
        }
        log.event(
                "points.published",
                "collection",
                order.collection(),
                "runId",
                order.runId(),
                "points",
                result.files().size());
    }

    private ArtifactVersion artifact(IngestResult result, Path folder, ObjectStorage storage)
            throws IOException {
        var files = Files.createDirectory(folder.resolve("artifact"));
        new ResultFiles(result).write(files, settings());
        if (progress.stopRequested()) {
            throw new CancellationException("before the artifact was published");
        }
        var version =
                new ArtifactStore(storage, order.bucket())
                        .publish(
                                EmbeddingArtifact.of(
                                        order.namespace(),
                                        order.artifactName(),
                                        files,
                                        result.files().size(),
                                        order.embedding().dimensions(),
                                        provenance(result)));
        log.event("artifact.published", "uri", version.uri());
        return version;
    }

    private Manifest.Provenance provenance(IngestResult result) {
        return new Manifest.Provenance(
                order.uid(),
                order.run(),
                order.attempt(),
                workplace.podUid(),
                null,
                null,
                order.repositoryUrl(),
                result.commit(),
                null,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private Map<String, ?> settings() {
        return Map.of(
                "namespace", order.namespace(),
                "job", order.name(),
                "run", order.run(),
                "revision", order.revision(),
                "subdirectory", order.selection().subdirectory(),
                "embedding", order.embedding());
    }
}
