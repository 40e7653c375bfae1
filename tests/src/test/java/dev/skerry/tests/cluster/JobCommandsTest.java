package dev.skerry.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJob;
import dev.skerry.tests.cluster.Skerry.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code skerry logs}, {@code similar} and {@code rerun}, and the same as kubectl's plugin. */
class JobCommandsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MODULES = 12;

    @TempDir private Path folder;
    private final Skerry skerry = Skerry.running();

    @Test
    void aJobIsFollowedSearchedAndRunAgainByItsName() throws Exception {
        var repository = Repository.of(MODULES);
        var namespace = skerry.namespace("dayone");
        skerry.applyJob(namespace, "app", repository.path, "}");
        var follow =
                CompletableFuture.supplyAsync(
                        () -> skerry.command(LIMIT, "logs", "app", "-n", namespace, "-f"));
        skerry.untilEnded(namespace, "app");
        followedToTheEnd(follow.join(), namespace);
        searched(namespace);
        runAgain(namespace, repository);
        asPlugin(namespace);
    }

    private void followedToTheEnd(Result follow, String namespace) {
        assertThat(follow.exitCode()).as(follow.output()).isZero();
        assertThat(follow.output())
                .contains("run 1, attempt 1, pod/app-ij-r1-a1-")
                .endsWith("ingestionjob/app Succeeded\n");
        var whole = skerry.command(LIMIT, "logs", "ij/app", "-n", namespace, "--attempt", "1");
        assertThat(whole.exitCode()).as(whole.output()).isZero();
        assertThat(whole.output().lines().findFirst().orElse("")).matches("\\d{4}-.*Z .*");
        assertThat(whole.output()).contains("Embed").doesNotContain("WARNING");
        assertThat(follow.output().lines().filter(l -> l.matches("\\d{4}-.*")).toList())
                .containsExactlyElementsOf(whole.output().lines().toList());
        assertThat(skerry.command(LIMIT, "logs", "app", "-n", namespace, "--attempt", "7").output())
                .isEqualTo("skerry: ingestionjob/app has no attempt 7 in run 1: it has only 1\n");
    }

    private void searched(String namespace) throws Exception {
        var answer =
                json(
                        skerry.command(
                                LIMIT,
                                "similar",
                                "app",
                                "./app/m1.py",
                                "-n",
                                namespace,
                                "--top=3",
                                "-o",
                                "json"));
        assertThat(answer.path("file").asText()).isEqualTo("app/m1.py");
        assertThat(answer.path("runId").asText())
                .isEqualTo(skerry.status(namespace, "app").result().runId());
        assertThat(answer.path("similar")).hasSize(3);
        assertThat(answer.path("similar").path(0).path("file").asText()).startsWith("app/");

        var known = skerry.environment();
        var elsewhere = Map.of("QDRANT_API_KEY", known.get("QDRANT_API_KEY"));
        var table =
                skerry.command(
                        LIMIT,
                        elsewhere,
                        "similar",
                        "app",
                        "web/a.ts",
                        "-n",
                        namespace,
                        "--vectors-url",
                        known.get("QDRANT_URL"));
        assertThat(table.output().lines().toList())
                .hasSize(10)
                .allMatch(line -> line.matches(" [ -]?\\d\\.\\d\\d  \\S+"));

        var absent = skerry.command(LIMIT, "similar", "app", "m1.pyx", "-n", namespace);
        assertThat(absent.exitCode()).isOne();
        assertThat(absent.output())
                .startsWith(
                        "skerry: ingestionjob/app has no vector for m1.pyx; there is app/m1.py, ")
                .hasLineCount(1);
        var refused =
                skerry.command(
                        LIMIT,
                        Map.of("QDRANT_API_KEY", "wrong", "QDRANT_URL", known.get("QDRANT_URL")),
                        "similar",
                        "app",
                        "web/a.ts",
                        "-n",
                        namespace);
        assertThat(refused.exitCode()).isOne();
        assertThat(refused.output()).contains("refuses the key").hasLineCount(1);
    }

    private void runAgain(String namespace, Repository repository) throws Exception {
        repository.write("app/more.py", "from app import m1\n");
        repository.commit("second");
        var before = job(namespace);
        var rerun = skerry.command(LIMIT, "rerun", "app", "-n", namespace, "--wait");
        assertThat(rerun.exitCode()).as(rerun.output()).isZero();
        assertThat(rerun.output())
                .contains("ingestionjob/app: run 2 is asked for (spec.rerun: ")
                .contains("run 2 Succeeded");
        var after = job(namespace);
        assertThat(after.getStatus().run()).isEqualTo(2);
        assertThat(after.getStatus().result().files())
                .isEqualTo(before.getStatus().result().files() + 1);
        assertThat(after.getMetadata().getManagedFields())
                .filteredOn(f -> f.getManager().equals("skerry-rerun"))
                .singleElement()
                .satisfies(
                        f ->
                                assertThat(f.getFieldsV1().getAdditionalProperties())
                                        .isEqualTo(Map.of("f:spec", Map.of("f:rerun", Map.of()))));
        assertThat(skerry.command(LIMIT, "logs", "app", "-n", namespace).output())
                .contains("run=2");
    }

    private void asPlugin(String namespace) throws Exception {
        Files.createSymbolicLink(
                folder.resolve("kubectl-skerry"),
                Path.of("../kubectl-skerry").toAbsolutePath().normalize());
        var path = Map.of("PATH", folder + ":" + System.getenv("PATH"));
        var similar =
                skerry.command(
                        LIMIT, path, "kubectl", "skerry", "similar", "app", "nothing", "-n",
                        namespace);
        assertThat(similar.exitCode()).as(similar.output()).isOne();
        assertThat(similar.output()).contains("has no vector for nothing");
        assertThat(skerry.command(LIMIT, path, "kubectl", "skerry", "logs", "--help").output())
                .startsWith("Usage: kubectl skerry logs ");
    }

    @Test
    void whatIsNotThereIsSaidInOneSentence() {
        var namespace = skerry.namespace("nothing");
        for (var command :
                List.of(
                        List.of("logs", "ghost", "-f"),
                        List.of("similar", "ghost", "a.py"),
                        List.of("rerun", "ghost"))) {
            var arguments = Stream.concat(command.stream(), Stream.of("-n", namespace));
            var told = skerry.command(LIMIT, arguments.toArray(String[]::new));
            assertThat(told.exitCode()).isOne();
            assertThat(told.output())
                    .isEqualTo(
                            "skerry: there is no IngestionJob ghost in namespace %s; there is none at all there\n"
                                    .formatted(namespace));
        }
        var away = skerry.command(LIMIT, Map.of("KUBECONFIG", "/nowhere/config"), "logs", "ghost");
        assertThat(away.output())
                .isEqualTo("skerry: KUBECONFIG: there is no file /nowhere/config\n");
    }

    @Test
    void aSuspendedJobHasNoLogAndNoResultAndSaysWhy() throws Exception {
        var namespace = skerry.namespace("asleep");
        skerry.applyJob(namespace, "app", Repository.of(2).path, "}\n  suspend: true");
        skerry.until(namespace, "app", s -> "Suspended".equals(s.phase()));
        var logs = skerry.command(LIMIT, "logs", "app", "-n", namespace);
        assertThat(logs.exitCode()).isOne();
        assertThat(logs.output())
                .startsWith("skerry: ingestionjob/app has no pod yet: Suspended")
                .contains("spec.suspend");
        var similar = skerry.command(LIMIT, "similar", "app", "app/m1.py", "-n", namespace);
        assertThat(similar.exitCode()).isOne();
        assertThat(similar.output())
                .startsWith("skerry: ingestionjob/app has no result yet: Suspended");
    }

    @Test
    void quietProgramsPrintNothingAndEveryProgramKnowsItsVersion() throws Exception {
        var repository = Repository.of(2);
        var out = folder.resolve("graph").toString();
        var ingest =
                skerry.command(
                        LIMIT,
                        "ingest",
                        repository.path.toString(),
                        "--out",
                        out,
                        "--epochs=1",
                        "-q");
        assertThat(ingest.exitCode()).as(ingest.output()).isZero();
        assertThat(ingest.output()).isEmpty();
        var version = skerry.command(LIMIT, "version").output();
        assertThat(skerry.command(LIMIT, "--version").output()).isEqualTo(version);
        assertThat(skerry.command(LIMIT, "embed", "-V").output()).isEqualTo(version);
    }

    private IngestionJob job(String namespace) {
        return skerry.kubernetes()
                .resources(IngestionJob.class)
                .inNamespace(namespace)
                .withName("app")
                .get();
    }

    private static JsonNode json(Result result) throws Exception {
        assertThat(result.exitCode()).as(result.output()).isZero();
        return new ObjectMapper().readTree(result.output());
    }
}
