package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepositoryClaimTest {
    private static final String NOON = "2026-11-21T12:00:00Z";
    private static final String LATER = "2026-11-21T12:00:01Z";

    @Test
    void whoHasBegunHasTheClaimHoweverOldTheOtherIs() {
        var elder = job("elder", NOON, false, "file:///srv/x", "");
        var younger = job("younger", LATER, true, "file:///srv/x", "");
        assertThat(RepositoryClaim.before(elder, Stream.of(elder, younger))).contains("younger");
        assertThat(RepositoryClaim.before(younger, Stream.of(elder, younger))).isEmpty();
    }

    @Test
    void ofTwoThatHaveBegunTheOlderHasTheClaim() {
        var elder = job("elder", NOON, true, "file:///srv/x", "");
        var younger = job("younger", LATER, true, "file:///srv/x", "");
        assertThat(RepositoryClaim.before(younger, Stream.of(elder, younger))).contains("elder");
        assertThat(RepositoryClaim.before(elder, Stream.of(elder, younger))).isEmpty();
    }

    @Test
    void aJobThatNeverRanHoldsNothing() {
        var invalid = job("invalid", NOON, false, "file:///srv/x", "");
        var good = job("good", LATER, false, "file:///srv/x", "");
        assertThat(RepositoryClaim.before(good, Stream.of(invalid, good))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/team/flask.git, https://GIT.example.org:443/team/flask/",
        "https://git.example.org/team/flask, ssh://git@git.example.org/team/flask.git",
        "file:///srv/repos/small, file:///srv/other/../repos/./small/",
        "file:///srv/repos/small, file:///srv/repos//small.git"
    })
    void anotherSpellingIsTheSameRepository(String one, String other) {
        var holder = job("holder", NOON, true, one, "");
        var late = job("late", LATER, false, other, "");
        assertThat(RepositoryClaim.before(late, Stream.of(holder, late))).contains("holder");
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/team/flask, https://git.example.org/team/flask2",
        "https://git.example.org/team/flask, https://git.example.org:8443/team/flask",
        "ssh://git.example.org/team/flask, ssh://git.example.org:443/team/flask"
    })
    void anotherPlaceIsAnotherRepository(String one, String other) {
        var holder = job("holder", NOON, true, one, "");
        var late = job("late", LATER, false, other, "");
        assertThat(RepositoryClaim.before(late, Stream.of(holder, late))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "web, api, false",
        "web, web2, false",
        "web, ./web/, true",
        "web, web/admin, true",
        "web/admin, web, true",
        "'', web, true"
    })
    void foldersMeetWhereOneLiesInTheOther(String one, String other, boolean meet) {
        var holder = job("holder", NOON, true, "file:///srv/x", one);
        var late = job("late", LATER, false, "file:///srv/x", other);
        assertThat(RepositoryClaim.before(late, Stream.of(holder, late)).isPresent())
                .isEqualTo(meet);
    }

    private static IngestionJob job(
            String name, String created, boolean begun, String url, String folder) {
        return Serialization.unmarshal(
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: %s, namespace: demo, uid: %s, creationTimestamp: "%s"}
                spec: {repository: {url: "%s", subdirectory: "%s"}}
                status: {%s}
                """
                        .formatted(
                                name,
                                name,
                                created,
                                url,
                                folder,
                                begun ? "attempts: [{run: 1, number: 1}]" : "run: 1"),
                IngestionJob.class);
    }
}
