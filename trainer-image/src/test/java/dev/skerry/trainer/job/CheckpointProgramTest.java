package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.artifacts.fault.FaultFolder;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.trainer.ingest.Stage;
import dev.skerry.trainer.ingest.publish.FaultyVectorStore.Fault;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that are stopped, and the next ones that go on: whole programs. */
@Timeout(180)
class CheckpointProgramTest {

    private static final int EPOCHS = 20;
    private static final int STOPPED_AFTER = 3;
    private static final Duration COMES = Duration.ofSeconds(60);
    private static final String OWN =
            "checkpoints/demo/%s/r2-a3-%s/".formatted(JobFiles.JOB, JobFiles.POD);
    private static final String STOP =
            "{\"command\":\"checkpoint-and-stop\",\"intervalSeconds\":1}";
    private static final String VECTORS = "artifacts/demo/flask/v1/vectors.f32";

    @TempDir Path folder;
    private TestPod pod;
    private FaultFolder faults;

    @BeforeEach
    void start() throws Exception {
        pod = new TestPod(folder, 200);
        pod.jvm.add("-XX:ActiveProcessorCount=1"); // one thread: the same bits each time
        faults = new FaultFolder(Files.createDirectory(folder.resolve("faults")));
        pod.jvm.add(faults.jvmOption());
        pod.job(file -> TestPod.epochs(file, EPOCHS));
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    @Test
    void aStoppedTrainingIsGoneOnWithAndEndsWithTheSameBits() throws Exception {
        assertThat(stoppedInTraining(Process::destroy)).as(pod::log).isEqualTo(143);
        var checkpoint = pod.lastReport().path("checkpoint").asText();
        assertThat(checkpoint).as(pod::log).startsWith(OWN).endsWith("/");
        assertThat(pod.storage.objects).containsKey(checkpoint + "manifest.json");
        assertThat(pod.lastReport().path("failure").path("class").asText()).isEqualTo("Preempted");
        assertThat(pod.left()).isEmpty();
        assertThat(epochOf(checkpoint)).isEqualTo(STOPPED_AFTER);

        int before = pod.operator.received().size();
        pod.environment.put("SKERRY_RESUME_FROM", checkpoint);
        Files.move(folder.resolve("repository"), folder.resolve("away"));
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log()).contains("resume.from").doesNotContain("resume.refused");
        var after = pod.operator.received().stream().skip(before).map(r -> r.body()).toList();
        assertThat(after)
                .extracting(r -> r.path("stage").asText())
                .doesNotContain("Fetch", "Parse", "Resolve", "Graph");
        assertThat(after)
                .filteredOn(r -> r.path("metrics").has("epoch"))
                .allMatch(r -> r.path("metrics").path("epoch").asInt() >= STOPPED_AFTER);
        assertThat(after.getLast().path("result").path("edges").asInt()).isEqualTo(200);
        var resumed = pod.storage.objects.get(VECTORS);

        Files.move(folder.resolve("away"), folder.resolve("repository"));
        pod.environment.remove("SKERRY_RESUME_FROM");
        pod.storage.objects.clear();
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(resumed).isEqualTo(pod.storage.objects.get(VECTORS));
        assertThat(pod.storage.objects.keySet()).noneMatch(k -> k.startsWith("checkpoints/"));
    }

    @Test
    void theOperatorsCommandSavesAndStops() throws Exception {
        assertThat(stoppedInTraining(program -> pod.operator.reply = STOP))
                .as(pod::log)
                .isEqualTo(143);
        var checkpoint = pod.lastReport().path("checkpoint").asText();
        assertThat(pod.storage.objects).containsKey(checkpoint + "manifest.json");
        assertThat(epochOf(checkpoint)).isEqualTo(STOPPED_AFTER);
    }

    @Test
    void aTrainingThatCouldNotBePublishedIsNotDoneAgain() throws Exception {
        pod.vectors.upsertFaults.addAll(
                Collections.nCopies(8, new Fault.Fails(Status.Code.UNAVAILABLE)));
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(69);
        var checkpoint = pod.lastReport().path("checkpoint").asText();
        assertThat(epochOf(checkpoint)).isEqualTo(EPOCHS);

        pod.vectors.upsertFaults.clear();
        pod.environment.put("SKERRY_RESUME_FROM", checkpoint);
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log()).contains("resume.from");
        assertThat(pod.vectors.points).hasSize(201);
    }

    @Test
    void aStopBeforeTrainingJustStops() throws Exception {
        var graph = FaultPoint.STAGE_ENDED.id(Stage.GRAPH.label());
        assertThat(stoppedAt(graph, 0, program -> pod.operator.reply = STOP))
                .as(pod::log)
                .isEqualTo(143);
        assertThat(pod.lastReport().has("checkpoint")).isFalse();
        assertThat(pod.storage.objects).isEmpty();
        assertThat(pod.left()).isEmpty();
    }

    @Test
    void aStoreThatHangsWhileACheckpointIsSavedDoesNotOutlastTheGracePeriod() throws Exception {
        var asked = new AtomicLong();
        int code =
                stoppedInTraining(
                        program -> {
                            pod.storage.faults =
                                    (method, key) -> Optional.of(new MemoryS3.Fault(0, ""));
                            asked.set(System.nanoTime());
                            program.destroy();
                        });
        assertThat(Duration.ofNanos(System.nanoTime() - asked.get()))
                .isLessThan(Duration.ofSeconds(20));
        assertThat(code).as(pod::log).isEqualTo(143);
        assertThat(pod.log()).contains("checkpoint.given-up");
        assertThat(pod.lastReport().path("failure").path("class").asText()).isEqualTo("Preempted");
        assertThat(pod.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "settings", "torn"})
    void withoutAnyCheckpointThatFitsTheJobStartsAnew(String fault) throws Exception {
        assertThat(stoppedInTraining(Process::destroy)).as(pod::log).isEqualTo(143);
        var checkpoint = pod.lastReport().path("checkpoint").asText();
        var objects = pod.storage.objects;
        var expected =
                switch (fault) {
                    case "gone" -> {
                        objects.remove(checkpoint + "manifest.json");
                        yield "does not exist";
                    }
                    case "settings" -> {
                        pod.job(file -> TestPod.epochs(file, EPOCHS + 1));
                        yield "made of another repository, revision or settings";
                    }
                    default -> {
                        objects.get(checkpoint + "in.f32")[17]++;
                        yield "its manifest says";
                    }
                };
        pod.environment.put("SKERRY_RESUME_FROM", checkpoint);
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log())
                .contains("resume.refused")
                .contains(expected)
                .contains("resume.none")
                .doesNotContain("resume.from");
        assertThat(pod.vectors.points).hasSize(201);
        assertThat(pod.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"another-job", "../../etc/passwd"})
    void anAddressThatIsNotOfThisRunLeadsToTheRunsOwn(String wrong) throws Exception {
        assertThat(stoppedInTraining(Process::destroy)).as(pod::log).isEqualTo(143);
        var checkpoint = pod.lastReport().path("checkpoint").asText();
        pod.environment.put("SKERRY_RESUME_FROM", checkpoint.replace(JobFiles.JOB, wrong));
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log())
                .contains("it is not below this run's")
                .contains("resume.from prefix=" + checkpoint);
    }

    @Test
    void anEmptyVariableMeansNothingToGoOnFrom() throws Exception {
        pod.environment.put("SKERRY_RESUME_FROM", "  ");
        pod.job(file -> {});
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log()).doesNotContain("resume.");
        assertThat(pod.lastReport().has("checkpoint")).isFalse();
        assertThat(pod.storage.objects.keySet()).noneMatch(k -> k.startsWith("checkpoints/"));
    }

    private int stoppedInTraining(Consumer<Process> stop) throws Exception {
        return stoppedAt(FaultPoint.EPOCH_ENDED.id(), STOPPED_AFTER - 1, stop);
    }

    /** Starts the program, asks it to stop where it stands, and gives its exit code. */
    private int stoppedAt(String point, int passes, Consumer<Process> stop) throws Exception {
        faults.hold(point);
        var program = pod.start();
        for (int passed = 0; passed < passes; passed++) {
            assertThat(faults.awaitStanding(point, COMES)).as(pod::log).isPresent();
            faults.letPass(point);
        }
        assertThat(faults.awaitStanding(point, COMES)).as(pod::log).isPresent();
        stop.accept(program);
        await("the stop is heard")
                .atMost(COMES)
                .until(() -> pod.log().contains("program.stopping"));
        faults.release();
        return pod.exitCodeOf(program);
    }

    private static int epochOf(String checkpoint) {
        var parts = checkpoint.split("/");
        return Integer.parseInt(parts[parts.length - 1]);
    }
}
