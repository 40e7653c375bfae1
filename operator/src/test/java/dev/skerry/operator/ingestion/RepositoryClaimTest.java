package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepositoryClaimTest {
    private static final String NOON = "2026-11-21T12:00:00Z";

    @Test
    void theOlderOneHasTheClaim() {
        var elder = job("elder", "u2", NOON, false);
        var younger = job("younger", "u1", "2026-11-21T12:00:01Z", true);
        assertThat(RepositoryClaim.before(younger, Stream.of(elder, younger))).contains("elder");
        assertThat(RepositoryClaim.before(elder, Stream.of(elder, younger))).isEmpty();
    }

    @Test
    void ofTwoFromTheSameSecondWhoHasBegunStaysAhead() {
        var begun = job("begun", "u2", NOON, true);
        var idle = job("idle", "u1", NOON, false);
        assertThat(RepositoryClaim.before(idle, Stream.of(begun, idle))).contains("begun");
        assertThat(RepositoryClaim.before(begun, Stream.of(begun, idle))).isEmpty();
    }

    @Test
    void ofTwoFromTheSameSecondExactlyOneMayBegin() {
        var one = job("one", "u1", NOON, false);
        var two = job("two", "u2", NOON, false);
        assertThat(RepositoryClaim.before(one, Stream.of(one, two))).isEmpty();
        assertThat(RepositoryClaim.before(two, Stream.of(one, two))).contains("one");
    }

    private static IngestionJob job(String name, String uid, String created, boolean begun) {
        return Serialization.unmarshal(
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s, namespace: demo, uid: %s, creationTimestamp: "%s"}
                spec: {repository: {url: "https://git.example.org/team/flask.git"}}
                status: {%s}
                """
                        .formatted(
                                name,
                                uid,
                                created,
                                begun ? "attempts: [{run: 1, number: 1}]" : "run: 1"),
                IngestionJob.class);
    }
}
