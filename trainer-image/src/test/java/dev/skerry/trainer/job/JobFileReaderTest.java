package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.wire.JobFile;
import dev.skerry.trainer.ingest.embed.Mode;
import dev.skerry.trainer.ingest.parse.Language;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileReaderTest {

    @Test
    void whatIsNotSaidHasItsDefault() throws Exception {
        var order = JobFileReader.parse(JobFiles.good(), JobFiles.POD);
        assertThat(order.reportKey())
                .isEqualTo("reports/demo/%s/%s.json".formatted(JobFiles.JOB, JobFiles.POD));
        assertThat(order.runId()).isEqualTo("r2-a3-" + JobFiles.POD);
        assertThat(order.revision()).isEmpty();
        assertThat(order.embedding().dimensions()).isEqualTo(64);
        assertThat(order.embedding().mode()).isEqualTo(Mode.PAPER);
        assertThat(order.selection().accepts("a/b.ts", Language.TYPESCRIPT)).isTrue();
    }

    @Test
    void theSpecIsObeyed() throws Exception {
        var order =
                JobFileReader.parse(
                        JobFiles.with(
                                file -> {
                                    var spec = (ObjectNode) file.get("spec");
                                    spec.putArray("languages").add("python");
                                    spec.withObject("/repository")
                                            .put("revision", "v1.0")
                                            .put("subdirectory", "src");
                                    spec.putObject("embedding")
                                            .put("dimensions", 128)
                                            .put("mode", "pyg")
                                            .put("p", 0.5)
                                            .put("seed", 7);
                                    file.put("reportUrl", "");
                                    file.put("somethingNew", true);
                                }),
                        JobFiles.POD);
        assertThat(order.reportUrl()).isEmpty();
        assertThat(order.revision()).isEqualTo("v1.0");
        assertThat(order.embedding().dimensions()).isEqualTo(128);
        assertThat(order.embedding().mode()).isEqualTo(Mode.PYG);
        assertThat(order.embedding().p()).isEqualTo(0.5);
        assertThat(order.selection().accepts("src/b.py", Language.PYTHON)).isTrue();
        assertThat(order.selection().accepts("b.py", Language.PYTHON)).isFalse();
        assertThat(order.selection().accepts("src/b.ts", Language.TYPESCRIPT)).isFalse();
    }

    @Test
    void everyFieldThatTheOperatorMayWriteIsReadAsItWasWritten() throws Exception {
        var good = JobFileReader.decode(JobFiles.good());
        var spec = RecordFiller.filled(IngestionJobSpec.class);
        var written =
                new JobFile<>(
                        good.version(),
                        good.kind(),
                        good.namespace(),
                        good.name(),
                        good.uid(),
                        good.run(),
                        good.attempt(),
                        good.reportUrl(),
                        good.intervalSeconds(),
                        good.storage(),
                        good.vectors(),
                        new JobFile.Limits(60, 20, 300, 5),
                        spec);
        assertThat(JobFileReader.decode(new ObjectMapper().writeValueAsBytes(written)))
                .isEqualTo(written);
    }

    @Test
    void limitsAreTheOperatorsOrTheUsualOnes() throws Exception {
        assertThat(JobFileReader.parse(JobFiles.good(), JobFiles.POD).limits())
                .isEqualTo(JobLimits.USUAL);
        var told =
                JobFiles.with(
                        f ->
                                f.putObject("limits")
                                        .put("graceSeconds", 120)
                                        .put("saveSeconds", 60)
                                        .put("checkpointSeconds", 600)
                                        .put("checkpointsKept", 3));
        var limits = JobFileReader.parse(told, JobFiles.POD).limits();
        assertThat(limits.end()).isEqualTo(Duration.ofSeconds(114));
        assertThat(limits.save()).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.checkpointEvery()).isEqualTo(Duration.ofMinutes(10));
        assertThat(limits.checkpointsKept()).isEqualTo(3);
    }

    @Test
    void limitsThatLeaveNoTimeToStopAreRefused() {
        var hasty =
                JobFiles.with(
                        f ->
                                f.putObject("limits")
                                        .put("graceSeconds", 30)
                                        .put("saveSeconds", 29)
                                        .put("checkpointSeconds", 60)
                                        .put("checkpointsKept", 2));
        assertThatThrownBy(() -> JobFileReader.parse(hasty, JobFiles.POD))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("leave no time to save and stop");
    }

    @Test
    void computeOfThePodIsNoneOfTheProgramsBusiness() throws Exception {
        var file =
                JobFiles.with(
                        f -> {
                            var resources = f.withObject("/spec/resources");
                            resources.putObject("requests").put("cpu", "500m").put("memory", "1Gi");
                            resources.putObject("limits").put("memory", "2Gi");
                        });
        assertThat(JobFileReader.parse(file, JobFiles.POD).name()).isEqualTo("flask");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aHostileFileHasOneClearError(String message, Consumer<ObjectNode> change) {
        assertThatThrownBy(() -> JobFileReader.parse(JobFiles.with(change), JobFiles.POD))
                .isInstanceOf(ConfigException.class)
                .message()
                .isEqualTo(message);
    }

    static Stream<Arguments> aHostileFileHasOneClearError() {
        return Stream.of(
                bad(
                        "version: 2 is not known, this image reads 1; use an image of the operator's version",
                        f -> f.put("version", 2)),
                bad(
                        "kind: \"TrainingJob\" is not IngestionJob; use another image",
                        f -> f.put("kind", "TrainingJob")),
                bad("run, attempt: 0 and 3 must count from 1", f -> f.put("run", 0)),
                bad(
                        "namespace: \"../x\" is not allowed; give up to 63 of a-z, 0-9 and '-'",
                        f -> f.put("namespace", "../x")),
                bad(
                        "uid: \"a/b\" is not allowed; give up to 64 letters, digits and '-'",
                        f -> f.put("uid", "a/b")),
                bad("intervalSeconds: 0 is not in 1..3600", f -> f.put("intervalSeconds", 0)),
                bad("reportUrl: \"https://[\" is no URL", f -> f.put("reportUrl", "https://[")),
                bad("storage: is missing", f -> f.remove("storage")),
                bad("vectors: is missing", f -> f.putNull("vectors")),
                bad("spec.repository: is missing", f -> f.putObject("spec")),
                bad(
                        "storage.reportKey: \"reports/other/x/y.json\" is not this pod's place reports/demo/%s/%s.json"
                                .formatted(JobFiles.JOB, JobFiles.POD),
                        f -> f.withObject("/storage").put("reportKey", "reports/other/x/y.json")),
                bad(
                        "storage.artifactPrefix: \"artifacts/other/flask/\" is not the artifact's place artifacts/demo/flask/",
                        f ->
                                f.withObject("/storage")
                                        .put("artifactPrefix", "artifacts/other/flask/")),
                bad(
                        "bucket: \"S3\" is not allowed; give 3 to 63 of a-z, 0-9, '.' and '-', dots between letters or digits",
                        f -> f.withObject("/storage").put("bucket", "S3")),
                bad(
                        "vectors.collection: \"other.code\" must be NAMESPACE.NAME of this job's namespace",
                        f -> f.withObject("/vectors").put("collection", "other.code")),
                bad(
                        "vectors.runId: \"r2-a3\" must name this pod, as points of two pods must not meet",
                        f -> f.withObject("/vectors").put("runId", "r2-a3")),
                bad(
                        "spec.languages: \"cobol\" is none of python, javascript, typescript, java",
                        f -> ((ObjectNode) f.get("spec")).putArray("languages").add("cobol")),
                bad(
                        "spec.embedding.mode: \"gpu\" is neither paper nor pyg",
                        f ->
                                ((ObjectNode) f.get("spec"))
                                        .putObject("embedding")
                                        .put("mode", "gpu")),
                bad(
                        "spec.embedding.dimensions: 0 is not in 1 to 4096",
                        f ->
                                ((ObjectNode) f.get("spec"))
                                        .putObject("embedding")
                                        .put("dimensions", 0)),
                bad(
                        "spec.repository.subdirectory: \"../..\" leaves the repository",
                        f -> f.withObject("/spec/repository").put("subdirectory", "../..")),
                bad(
                        "spec.repository.include: \"[a\" has a bracket without its other one;"
                                + " brackets stand for themselves, use ? for any one character;"
                                + " spec.repository.exclude: \"!b\" begins with !, and globs cannot be"
                                + " turned round; name what you mean",
                        f -> {
                            f.withObject("/spec/repository").putArray("include").add("[a");
                            f.withObject("/spec/repository").putArray("exclude").add("!b");
                        }),
                bad(
                        "spec.repository.maxFileBytes: 0 is not in 1..104857600",
                        f -> f.withObject("/spec/repository").put("maxFileBytes", 0)));
    }

    private static Arguments bad(String message, Consumer<ObjectNode> change) {
        return Arguments.of(message, change);
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        assertThatThrownBy(
                        () ->
                                JobFileReader.parse(
                                        JobFiles.with(
                                                f -> {
                                                    f.put("kind", "x");
                                                    f.put("attempt", -1);
                                                    f.remove("storage");
                                                }),
                                        JobFiles.POD))
                .hasMessageContaining("kind: ")
                .hasMessageContaining("run, attempt: ")
                .hasMessageContaining("storage: is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{} {}",
                "{\"version\":1.5}",
                "{\"version\":\"1\"}",
                "\u0000",
                "{\"version\":1,\"run\":99999999999}",
                "{\"version\":1,\"spec\":[]}"
            })
    void whatIsNoJobFileIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> JobFileReader.parse(JobFiles.bytes(text), JobFiles.POD))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void deepAndLongFilesAreRefused() {
        var deep = "{\"spec\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> JobFileReader.parse(JobFiles.bytes(deep), JobFiles.POD))
                .isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> JobFileReader.parse(new byte[(1 << 20) + 1], JobFiles.POD))
                .hasMessage("job.json: is longer than 1 MiB; it is no job file");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        var file = folder.resolve("job.json");
        assertThatThrownBy(() -> JobFileReader.read(file, JobFiles.POD))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "SKERRY_JOB_FILE: there is no file %s; mount the attempt's job.json there",
                        file);
    }
}
