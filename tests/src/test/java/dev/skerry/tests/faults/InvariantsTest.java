package dev.skerry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.tests.cluster.Repository;
import dev.skerry.tests.cluster.Skerry;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The checks after the end see what they are for: each is shown what it must not accept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvariantsTest {
    private static final String STRAY = "r9-a9-stray";

    private final Skerry skerry = Skerry.running();
    private Subject subject;
    private IngestionJobStatus status;
    private StoredPoints points;

    @BeforeAll
    void finishOneJob() throws Exception {
        var repository = Repository.of(20);
        var namespace = skerry.namespace("checks");
        skerry.applyJob(namespace, "app", repository.path, "}");
        status = skerry.until(namespace, "app", s -> "Succeeded".equals(s.phase()));
        subject = Subject.of(namespace, "app", repository);
        points = new StoredPoints(skerry.qdrant(), subject);
    }

    private Invariants invariants() {
        return new Invariants(skerry, subject, status);
    }

    @Test
    void aJobThatNobodyDisturbedBreaksNothing() {
        assertThat(invariants().broken()).isEmpty();
        assertThat(new Remains(skerry, subject).processes()).isEmpty();
    }

    @Test
    void aPointOfAnotherRunIsSeen() {
        points.plant("app/m1.py", STRAY);
        try {
            assertThat(invariants().pointsAreThoseOfTheCommit())
                    .anyMatch(p -> p.contains("run_id is " + STRAY));
        } finally {
            points.delete(points.id("app/m1.py", STRAY));
        }
        assertThat(invariants().pointsAreThoseOfTheCommit()).isEmpty();
    }

    @Test
    void aPointThatIsMissingIsSeen() {
        var missing =
                new Subject(
                        subject.namespace(),
                        subject.name(),
                        subject.url(),
                        subject.commit(),
                        Stream.concat(subject.paths().stream(), Stream.of("app/more.py"))
                                .collect(Collectors.toSet()));
        assertThat(new Invariants(skerry, missing, status).pointsAreThoseOfTheCommit())
                .containsExactly("25 points of 26 files; too many: [], missing: [app/more.py]");
    }

    @Test
    void anArtifactThatIsNotWholeIsSeen() throws Exception {
        var key =
                "artifacts/%s/app/%s/files.tsv"
                        .formatted(subject.namespace(), status.result().artifact().version());
        var whole = skerry.storage().get("skerry", key, 1 << 20);
        skerry.storage().put("skerry", key, new byte[] {1});
        try {
            assertThat(invariants().artifactsAreCompleteOrAbsent())
                    .anyMatch(p -> p.contains("files.tsv: has 1 bytes"));
        } finally {
            skerry.storage().put("skerry", key, whole);
        }
        assertThat(invariants().artifactsAreCompleteOrAbsent()).isEmpty();
    }

    @Test
    void aStrayObjectInTheBucketIsSeen() throws Exception {
        var key = "artifacts/%s/app/v7/stray.bin".formatted(subject.namespace());
        skerry.storage().put("skerry", key, new byte[] {1});
        try {
            assertThat(invariants().theBucketHoldsNothingElse())
                    .containsExactly("2 version numbers of 1 attempts", "the bucket holds " + key);
        } finally {
            skerry.storage().delete("skerry", key);
        }
    }

    @Test
    void aStrayChildIsSeen() {
        var map =
                skerry.kubernetes()
                        .resource(
                                new ConfigMapBuilder()
                                        .withNewMetadata()
                                        .withNamespace(subject.namespace())
                                        .withName("app-ij-r1-a7")
                                        .endMetadata()
                                        .build());
        map.create();
        try {
            assertThat(invariants().childrenAreThoseOfItsAttempts())
                    .containsExactly("a ConfigMap of no attempt: app-ij-r1-a7");
        } finally {
            map.delete();
        }
    }

    @Test
    void aProcessThatNobodyKnowsIsSeen() throws Exception {
        var process =
                new ProcessBuilder(
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "read -r line",
                                        skerry.home().resolve("stray").toString()))
                        .directory(new File("."))
                        .start();
        try {
            assertThat(new Remains(skerry, subject, Duration.ofSeconds(1)).processes())
                    .singleElement()
                    .asString()
                    .contains(Long.toString(process.pid()));
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aJobThatIsStillThereIsSeen() {
        assertThat(new Remains(skerry, subject, Duration.ofSeconds(1)).afterDeletion())
                .anyMatch(p -> p.startsWith("IngestionJob app is still there"))
                .anyMatch(p -> p.startsWith("Job app-ij-r1-a1 is still there"))
                .anyMatch(p -> p.endsWith("25 points are still there"));
    }
}
