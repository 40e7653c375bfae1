package dev.skerry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionCondition;
import dev.skerry.api.IngestionJobStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checks over time see what they are for. */
class HistoryTest {
    private final History history = new History();

    @Test
    void aJobThatGoesItsWayBreaksNothing() {
        history.add(seen(1, 1, 10, ""));
        history.add(seen(1, 1, 60, ""));
        history.add(seen(1, 2, 5, ""));
        history.add(seen(1, 2, 100, "2026-01-01T00:00:00Z"));
        history.add(seen(2, 1, 0, ""));
        assertThat(history.problems()).isEmpty();
    }

    @Test
    void twoAttemptsAtATimeAreSeen() {
        var none = Optional.<IngestionJobStatus>empty();
        history.add(new Sighting(none, List.of("a1", "a2"), List.of(), Set.of()));
        history.add(new Sighting(none, List.of(), List.of("p1", "p2"), Set.of()));
        history.add(new Sighting(none, List.of(), List.of(), Set.of("u1", "u2")));
        assertThat(history.problems()).hasSize(3).allMatch(p -> p.startsWith("two "));
    }

    @Test
    void aPercentThatFallsWithinAnAttemptIsSeen() {
        history.add(seen(1, 1, 60, ""));
        history.add(seen(1, 1, 59, ""));
        assertThat(history.problems())
                .containsExactly("percent fell from 60 to 59 within run 1, attempt 1");
    }

    @Test
    void aNumberThatFallsIsSeen() {
        history.add(seen(1, 2, 60, ""));
        history.add(seen(1, 1, 60, ""));
        assertThat(history.problems())
                .containsExactly("run or attempt fell from run 1, attempt 2 to run 1, attempt 1");
    }

    @Test
    void anEndThatIsNoneIsSeen() {
        history.add(seen(1, 1, 100, "2026-01-01T00:00:00Z"));
        history.add(seen(1, 1, 100, ""));
        assertThat(history.problems()).singleElement().asString().startsWith("finished as");
    }

    @Test
    void anAttemptBehindAResultIsSeen() {
        history.add(seen(1, 1, 100, "", "r1-a1-p1"));
        history.add(seen(1, 2, 1, "", "r1-a1-p1"));
        assertThat(history.problems())
                .containsExactly(
                        "run 1, attempt 2 began although the result of run 1, attempt 1 stood");
    }

    @Test
    void anAttemptBehindTheResultOfAnEarlierRunIsNone() {
        history.add(seen(1, 1, 100, "2026-01-01T00:00:00Z", "r1-a1-p1"));
        history.add(seen(2, 1, 1, "", "r1-a1-p1"));
        history.add(seen(2, 2, 1, "", "r1-a1-p1"));
        assertThat(history.problems()).isEmpty();
    }

    @Test
    void aConditionThatIsAbsentIsSeen() {
        history.add(
                new Sighting(
                        Optional.of(status(1, 1, 1, "", "", 6)), List.of(), List.of(), Set.of()));
        assertThat(history.problems()).singleElement().asString().startsWith("conditions are");
    }

    private static Sighting seen(int run, int attempt, int percent, String finishedAt) {
        return seen(run, attempt, percent, finishedAt, "");
    }

    private static Sighting seen(
            int run, int attempt, int percent, String finishedAt, String resultOf) {
        return new Sighting(
                Optional.of(status(run, attempt, percent, finishedAt, resultOf, 7)),
                List.of("a1"),
                List.of("p1"),
                Set.of());
    }

    private static IngestionJobStatus status(
            int run, int attempt, int percent, String finishedAt, String resultOf, int conditions) {
        var types =
                IngestionCondition.ALL.stream()
                        .limit(conditions)
                        .map(t -> "{\"type\": \"%s\", \"status\": \"True\"}".formatted(t.id()))
                        .collect(Collectors.joining(","));
        var result = resultOf.isEmpty() ? "null" : "{\"runId\": \"%s\"}".formatted(resultOf);
        var end = finishedAt.isEmpty() ? "null" : "\"" + finishedAt + "\"";
        try {
            return new ObjectMapper()
                    .readValue(
                            """
                            {"phase": "Running", "run": %d, "conditions": [%s], "finishedAt": %s,
                             "progress": {"percent": %d}, "attempts": [{"run": %d, "number": %d}],
                             "result": %s}
                            """
                                    .formatted(run, types, end, percent, run, attempt, result),
                            IngestionJobStatus.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
