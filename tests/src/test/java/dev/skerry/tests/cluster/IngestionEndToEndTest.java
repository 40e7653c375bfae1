package dev.skerry.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.artifacts.ArtifactStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The built programs on the local cluster, as a user meets them. */
class IngestionEndToEndTest {
    private static final int MODULES = 40;
    private static final int FILES = MODULES + 5;

    private final Skerry skerry = Skerry.running();

    @Test
    void aRepositoryBecomesPointsAnArtifactAndATrueStatus() throws Exception {
        var repository = Repository.of(MODULES);
        var commit = repository.git("rev-parse", "HEAD").strip();
        var namespace = skerry.namespace("whole");
        skerry.applyJob(namespace, "app", repository.path, "}");

        var status = skerry.untilEnded(namespace, "app");
        assertThat(status.phase()).as(status.toString()).isEqualTo("Succeeded");
        var result = status.result();
        assertThat(result.commit()).isEqualTo(commit);
        assertThat(result.files()).isEqualTo(FILES);
        assertThat(result.edges()).isGreaterThan(MODULES);
        assertThat(result.external()).isEqualTo(MODULES);
        assertThat(status.progress().percent()).isEqualTo(100);
        assertThat(status.toString().length()).isLessThan(4096);
        assertThat(skerry.points(result.collection(), "run_id", result.runId())).isEqualTo(FILES);
        assertThat(skerry.points(result.collection(), "job", "app")).isEqualTo(FILES);

        var artifacts = new ArtifactStore(skerry.storage(), "skerry");
        var manifest = artifacts.verify(namespace, "app", result.artifact().version());
        assertThat(manifest.files())
                .extracting(f -> f.path())
                .contains("vectors.f32", "files.tsv", "edges.tsv");
        assertThat(manifest.files())
                .filteredOn(f -> f.path().equals("vectors.f32"))
                .singleElement()
                .satisfies(f -> assertThat(f.size()).isEqualTo(FILES * 64L * 4));
        assertThat(manifest.provenance().commit()).isEqualTo(commit);

        var logs =
                skerry.command(
                        Duration.ofMinutes(2),
                        "kubectl",
                        "logs",
                        "-n",
                        namespace,
                        "job/app-ij-r1-a1");
        assertThat(logs.exitCode()).as(logs.output()).isZero();
        assertThat(logs.output()).contains("Embed");
        var table =
                skerry.command(Duration.ofMinutes(2), "kubectl", "get", "ij", "-n", namespace)
                        .output();
        assertThat(table)
                .contains("PHASE")
                .contains("STAGE")
                .contains("PROGRESS")
                .contains("FILES")
                .contains("EDGES")
                .contains("Succeeded");
    }

    @Test
    void aNewRevisionIsANewRunWhosePointsReplaceTheOld() throws Exception {
        var repository = Repository.of(10);
        var namespace = skerry.namespace("again");
        skerry.applyJob(namespace, "app", repository.path, ", revision: main}");
        var first = skerry.until(namespace, "app", s -> "Succeeded".equals(s.phase()));
        repository.git("checkout", "--quiet", "-b", "feature/slash");
        repository.write("app/extra.py", "from app import m1\n");
        repository.commit("second");

        skerry.applyJob(namespace, "app", repository.path, ", revision: feature/slash}");
        var second =
                skerry.until(namespace, "app", s -> s.run() == 2 && "Succeeded".equals(s.phase()));
        assertThat(second.result().files()).isEqualTo(first.result().files() + 1);
        assertThat(skerry.points(second.result().collection(), "run_id", first.result().runId()))
                .isZero();
        assertThat(skerry.points(second.result().collection(), "job", "app"))
                .isEqualTo(second.result().files());
        assertThat(second.result().artifact().version()).isEqualTo("v2");
    }

    @Test
    void aBranchThatDoesNotExistFailsAtOnceAndSaysSo() throws Exception {
        var repository = Repository.of(3);
        var namespace = skerry.namespace("nobranch");
        skerry.applyJob(namespace, "app", repository.path, ", revision: no/such/branch}");
        var status = skerry.until(namespace, "app", s -> "Failed".equals(s.phase()));
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.attempts().getLast().failureClass()).isEqualTo("Config");
        assertThat(status.conditions())
                .filteredOn(c -> c.type().equals("Stalled"))
                .singleElement()
                .satisfies(c -> assertThat(c.message()).contains("no/such/branch"));
    }

    @Test
    void aRepositoryWithoutSourceFilesFailsAsData() throws Exception {
        var repository = Repository.empty();
        repository.write("README.md", "nothing here\n");
        repository.commit("first");
        var namespace = skerry.namespace("nothing");
        skerry.applyJob(namespace, "app", repository.path, "}");
        var status = skerry.until(namespace, "app", s -> "Failed".equals(s.phase()));
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.attempts().getLast().failureClass()).isEqualTo("Data");
    }
}
