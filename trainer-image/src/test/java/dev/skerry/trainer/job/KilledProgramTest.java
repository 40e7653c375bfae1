package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.trainer.ingest.Stage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program ended from outside at every stage: nothing is torn, and doing it again is fine. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(240)
class KilledProgramTest {

    private static final int MODULES = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;
    private TestPod pod;

    @BeforeEach
    void start() throws Exception {
        pod = new TestPod(folder, MODULES);
        pod.job(file -> TestPod.epochs(file, 20));
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fetch",
                "Parse",
                "Resolve",
                "Graph",
                "Embed",
                "Publish",
                "files",
                "manifest"
            })
    void aKilledProgramLeavesNothingTornAndTheNextOneSucceeds(String stage) throws Exception {
        var program = at(stage);
        program.destroyForcibly();
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThatNothingIsTorn();
        assertThat(pod.left()).allMatch(file -> file.startsWith(folder.resolve("work")));

        pod.storage.faults = (method, key) -> Optional.empty();
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.vectors.points).hasSize(MODULES + 1);
        assertThatNothingIsTorn();
        assertThat(pod.storage.objects.keySet())
                .filteredOn(key -> key.endsWith("/manifest.json"))
                .containsExactly("artifacts/demo/flask/v1/manifest.json");
        assertThat(pod.lastReport().path("result").path("files").asInt()).isEqualTo(MODULES + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fetch", "Parse", "Resolve", "Graph", "Embed", "Publish", "files"})
    void aProgramThatIsAskedToEndLeavesNothingAtAll(String stage) throws Exception {
        var program = at(stage);
        program.destroy();
        assertThat(program.waitFor(28, TimeUnit.SECONDS)).as(pod::log).isTrue();
        assertThatNothingIsTorn();
        assertThat(pod.left()).isEmpty();
        if (program.exitValue() != 0) { // it may have been quicker than the signal
            assertThat(program.exitValue()).as(pod::log).isEqualTo(143);
            assertThat(pod.lastWords().path("class").asText()).isEqualTo("Preempted");
            assertThat(pod.lastWords().path("message").asText()).contains("stopped as asked");
        }
    }

    /** Starts the program and returns when it has come so far. */
    private Process at(String stage) throws Exception {
        var reached = new CountDownLatch(1);
        if (stage.equals("files") || stage.equals("manifest")) {
            var end = stage.equals("files") ? "/vectors.f32" : "/manifest.json";
            pod.storage.faults =
                    (method, key) -> {
                        boolean here =
                                method.equals("PUT")
                                        && key.startsWith("artifacts/")
                                        && key.endsWith(end);
                        if (here) {
                            reached.countDown();
                        }
                        return here ? Optional.of(new MemoryS3.Fault(0, "")) : Optional.empty();
                    };
            var program = pod.start();
            assertThat(reached.await(120, TimeUnit.SECONDS)).as(pod::log).isTrue();
            return program;
        }
        var program = pod.start();
        var wanted = Stage.valueOf(stage.toUpperCase(Locale.ROOT));
        pod.untilReport(
                report -> {
                    var said = report.path("stage").asText().toUpperCase(Locale.ROOT);
                    return Stage.valueOf(said).compareTo(wanted) >= 0; // short ones go unsaid
                });
        return program;
    }

    /** Every manifest's files are there with their sizes. */
    private void assertThatNothingIsTorn() throws Exception {
        for (var object : pod.storage.objects.entrySet()) {
            if (object.getKey().endsWith("/manifest.json")) {
                var prefix = object.getKey().replace("manifest.json", "");
                for (var file : JSON.readTree(object.getValue()).path("files")) {
                    assertThat(pod.storage.objects.get(prefix + file.path("path").asText()))
                            .as(prefix + file)
                            .isNotNull()
                            .hasSize(file.path("size").asInt());
                }
            }
        }
    }
}
