package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.trainer.ingest.IngestCheckpoints;
import dev.skerry.trainer.ingest.IngestListener;
import dev.skerry.trainer.ingest.IngestPipeline;
import dev.skerry.trainer.ingest.IngestResult;
import dev.skerry.trainer.ingest.IngestSettings;
import dev.skerry.trainer.ingest.embed.TrainingState;
import dev.skerry.trainer.ingest.fetch.AddressRules;
import dev.skerry.trainer.ingest.fetch.FetchLimits;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an epoch's end goes to object storage, over a whole ingestion. */
class JobCheckpointsTest {

    private static final int EPOCHS = 5;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;
    private MemoryS3 s3;
    private final List<String> saved = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private ObjectStorage storage;
    private IngestionOrder order;

    @BeforeEach
    void begin() throws Exception {
        s3 = new MemoryS3();
        storage =
                new ObjectStorage(StorageSettings.of(s3.endpoint(), "key", "secret", "us-east-1"));
        var repository =
                GitRepository.at(
                        folder.resolve("repository"),
                        Map.of("a.py", "import b\n", "b.py", "import a\n", "c.py", "import a\n"));
        order =
                JobFileReader.parse(
                        JobFiles.with(
                                job -> {
                                    TestPod.repository(job, repository);
                                    TestPod.epochs(job, EPOCHS);
                                }),
                        JobFiles.POD);
    }

    @AfterEach
    void end() {
        storage.close();
        s3.close();
    }

    @Test
    void theNewestTwoStay() throws Exception {
        try (var checkpoints = checkpoints(Duration.ofHours(1))) {
            ingest(checkpoints, epoch -> checkpoints.save(SOON));
            assertThat(saved).hasSize(EPOCHS);
            assertThat(stored()).isEqualTo(saved.subList(EPOCHS - 2, EPOCHS));
        }
    }

    @Test
    void afterAnIntervalTheNewestEpochIsSavedUnasked() throws Exception {
        try (var checkpoints = checkpoints(Duration.ZERO)) {
            ingest(
                    checkpoints,
                    epoch -> {
                        if (epoch == 1) await().atMost(SOON).until(() -> !saved.isEmpty());
                    });
            checkpoints.save(SOON);
            assertThat(saved.getFirst()).endsWith("/1/");
            assertThat(saved.getLast()).endsWith("/" + EPOCHS + "/");
            assertThat(stored()).contains(saved.getLast());
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("failed", "skipped");
    }

    @Test
    void withinAnIntervalNothingIsSavedUntilItIsAskedFor() throws Exception {
        try (var checkpoints = checkpoints(Duration.ofHours(1))) {
            ingest(checkpoints, epoch -> {});
            assertThat(saved).isEmpty();
            assertThat(stored()).isEmpty();

            checkpoints.save(SOON);
            assertThat(saved).singleElement().asString().endsWith("/" + EPOCHS + "/");
            assertThat(stored()).isEqualTo(saved);

            checkpoints.save(SOON); // the same again costs nothing
            assertThat(saved).hasSize(1);
        }
        assertThat(stored()).isEqualTo(saved);
    }

    @Test
    void aCloseCutsAnUploadOffAndNothingMovesBehindIt() throws Exception {
        var hanging = new CountDownLatch(1);
        s3.faults =
                (method, key) -> {
                    if (!key.endsWith("/manifest.json") || !method.equals("PUT"))
                        return Optional.empty();
                    hanging.countDown();
                    return Optional.of(new MemoryS3.Fault(0, ""));
                };
        try (var checkpoints = checkpoints(Duration.ZERO)) {
            ingest(checkpoints, epoch -> {});
            assertThat(hanging.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(uploading()).isFalse();
        assertThat(saved).isEmpty();
        assertThat(stored()).isEmpty();
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("checkpoint.");
    }

    private static boolean uploading() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("checkpoints") && thread.isAlive());
    }

    private void ingest(JobCheckpoints checkpoints, IntConsumer after) throws Exception {
        var fetcher =
                new RepositoryFetcher(
                        true,
                        new AddressRules(true),
                        FetchLimits.DEFAULT,
                        Files.createDirectory(folder.resolve("work")));
        var settings =
                new IngestSettings(
                        FetchRequest.of(order.repositoryUrl()), 1, Optional.of(order.embedding()));
        var heard =
                new IngestCheckpoints() {
                    @Override
                    public void graph(IngestResult graph) {
                        checkpoints.graph(graph);
                    }

                    @Override
                    public void epoch(TrainingState state, List<Double> losses) {
                        checkpoints.epoch(state, losses);
                        after.accept(losses.size());
                    }
                };
        new IngestPipeline(fetcher, settings, IngestListener.NONE, heard).run();
    }

    private JobCheckpoints checkpoints(Duration interval) throws Exception {
        return new JobCheckpoints(
                order,
                JobFiles.POD,
                new CheckpointStore(storage, order.bucket()),
                Files.createDirectory(folder.resolve("checkpoints")),
                new JobLimits(Duration.ofSeconds(30), Duration.ofSeconds(9), interval, 2),
                saved::add,
                new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), Clock.systemUTC()),
                Clock.systemUTC());
    }

    /** The prefixes of whole checkpoints, oldest first. */
    private List<String> stored() {
        return s3.objects.keySet().stream()
                .filter(key -> key.endsWith("/manifest.json"))
                .map(key -> key.substring(0, key.length() - "manifest.json".length()))
                .sorted()
                .toList();
    }
}
