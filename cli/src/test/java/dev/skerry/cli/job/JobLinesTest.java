package dev.skerry.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.cli.term.Paint;
import io.qdrant.client.grpc.Common.PointId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobLinesTest {
    private static final Paint NONE = new Paint(false);

    @Test
    void aRunningJobShowsItsStagesBarAndFigures() throws Exception {
        var status =
                status(
                        """
                        {"phase": "Running", "waitingOn": "",
                         "progress": {"stage": "Embed", "percent": 71, "etaSeconds": 14,
                          "counters": {"files": 2818, "filesTotal": 2818, "edges": 9120, "external": 4127, "unresolved": 31, "points": 0, "pointsTotal": 2818},
                          "metrics": {"epoch": "7", "epochs": "10", "loss": "1.83"}}}
                        """);
        assertThat(JobLines.running(status, "*", Duration.ofSeconds(42), NONE))
                .containsExactly(
                        "  ✓ Fetch  ✓ Parse  ✓ Resolve  ✓ Graph  * Embed  · Publish",
                        "  █████████████████████████▌░░░░░░░░░░  71 %  0:42, about 0:14 left",
                        "  2,818 files · 9,120 edges · 4,127 external · 31 unresolved · epoch 7 of 10 · loss 1.83");
        assertThat(JobLines.plain(status))
                .isEqualTo(
                        "Embed 71 %, 0:14 left: 2,818 files · 9,120 edges · 4,127 external · 31 unresolved · epoch 7 of 10 · loss 1.83");
    }

    @Test
    void aJobThatHasNotBegunSaysWhatItWaitsFor() throws Exception {
        var status =
                status(
                        "{\"phase\": \"Pending\", \"waitingOn\": \"bucket skerry: the object store does not answer\"}");
        assertThat(JobLines.running(status, "*", Duration.ZERO, NONE))
                .hasSize(4)
                .last()
                .isEqualTo("  waiting: bucket skerry: the object store does not answer");
        assertThat(JobLines.running(null, "*", Duration.ZERO, NONE).getFirst())
                .startsWith("  * Pending");
        assertThat(JobLines.plain(null)).isEqualTo("Pending");
    }

    @Test
    void partsOfAWholeAreShownUntilItIsWhole() throws Exception {
        var status =
                status(
                        "{\"progress\": {\"stage\": \"Publish\", \"counters\": {\"files\": 10, \"filesTotal\": 40, \"points\": 5, \"pointsTotal\": 10}}}");
        assertThat(JobLines.figures(status.progress())).isEqualTo("10/40 files · 5/10 points");
    }

    @Test
    void aFailedJobTellsItsReasonsAndAttempts() throws Exception {
        var status =
                status(
                        """
                        {"phase": "Failed",
                         "conditions": [
                          {"type": "Ready", "status": "False", "reason": "Failed", "message": "no retries left"},
                          {"type": "StorageReady", "status": "True", "reason": "BucketReady", "message": "skerry"},
                          {"type": "Stalled", "status": "True", "reason": "RetriesExhausted", "message": "Data has none"}],
                         "attempts": [{"run": 1, "number": 1, "exitCode": 65, "failureClass": "Data", "message": "no branch x"}]}
                        """);
        assertThat(JobLines.isStuck(status)).isTrue();
        assertThat(JobLines.failed(status))
                .containsExactly(
                        "Ready=False           Failed: no retries left",
                        "Stalled=True          RetriesExhausted: Data has none",
                        "attempt 1             Data, exit code 65: no branch x");
    }

    @Test
    void filesAreChosenSpreadOverTheRepositoryAndTellingOnes() {
        var all =
                Stream.of(
                                "a/__init__.py",
                                "a/app.py",
                                "b/index.ts",
                                "b/view.ts",
                                "c/Main.java",
                                "c/MainTest.java",
                                "tests/test_app.py")
                        .map(JobLinesTest::candidate)
                        .toList();
        assertThat(Neighbours.pick(all, 3))
                .extracting(Neighbours.Candidate::file)
                .containsExactly("a/app.py", "b/view.ts", "c/Main.java");
        assertThat(Neighbours.pick(all.subList(0, 1), 3)).hasSize(1);
        assertThat(Neighbours.pick(List.of(), 3)).isEmpty();
    }

    private static Neighbours.Candidate candidate(String file) {
        return new Neighbours.Candidate(PointId.newBuilder().setUuid(file).build(), file);
    }

    private static IngestionJobStatus status(String json) throws JsonProcessingException {
        return new ObjectMapper().readValue(json, IngestionJobStatus.class);
    }
}
