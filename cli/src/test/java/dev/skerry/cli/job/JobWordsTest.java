package dev.skerry.cli.job;

import static dev.skerry.cli.job.JobExamples.job;
import static dev.skerry.cli.job.JobExamples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user is told of a job that has not what was asked for. */
class JobWordsTest {
    private static final String ENDED =
            """
            {"observedGeneration": 2, "phase": "%s", "waitingOn": "", "run": 2,
             "conditions": [{"type": "Ready", "status": "False", "reason": "Failed", "message": "the run has failed"},
              {"type": "Stalled", "status": "True", "reason": "RetriesExhausted", "message": "OutOfMemory again; raise the limit"}],
             "attempts": [{"run": 1, "number": 1, "endedAt": "2026-01-01T00:00:00Z"},
              {"run": 2, "number": 2, "endedAt": "2026-01-01T00:00:30Z", "ending": "Removed"},
              {"run": 2, "number": 3, "endedAt": "2026-01-01T00:01:00Z", "exitCode": 137, "failureClass": "OutOfMemory"},
              {"run": 2, "number": 4, "endedAt": "2026-01-01T00:02:00Z", "exitCode": 0}]}
            """;

    @Test
    void aJobWithoutAPodSaysWhatItWaitsFor() {
        assertThat(
                        withoutPod(
                                "{}",
                                "{\"phase\": \"Pending\", \"run\": 1, \"waitingOn\": \"bucket skerry: no answer\"}"))
                .isEqualTo(
                        "ingestionjob/app has no pod yet: Pending; waiting on bucket skerry: no answer");
        assertThat(
                        withoutPod(
                                "{}",
                                "{\"phase\": \"Pending\", \"run\": 1, \"waitingOn\": \"queue gpu to admit it\", \"attempts\": [{\"run\": 1, \"number\": 2}]}"))
                .isEqualTo(
                        "attempt 2 of ingestionjob/app has no pod yet: Pending; waiting on queue gpu to admit it");
    }

    @Test
    void aJobThatNobodyHasSeenSaysSo() {
        var words =
                "ingestionjob/app has no pod yet: the operator has not seen it; is it running there?";
        assertThat(withoutPod("{}", "null")).isEqualTo(words);
        assertThat(withoutPod("{}", "{\"observedGeneration\": -1, \"phase\": \"Pending\"}"))
                .isEqualTo(words);
    }

    @Test
    void aPodThatIsGoneLeavesWhatTheStatusKnowsOfIt() {
        assertThat(withoutPod("{\"ttlSecondsAfterFinished\": 60}", ENDED.formatted("Succeeded")))
                .isEqualTo(
                        "the pod of attempt 4 of ingestionjob/app is gone, and its log with it: removed after spec.ttlSecondsAfterFinished (60 s); it ended at 2026-01-01T00:02:00Z with exit code 0");
        assertThat(withoutPod("{}", ENDED.formatted("Failed"), 3))
                .isEqualTo(
                        "the pod of attempt 3 of ingestionjob/app is gone, and its log with it: removed by somebody, or with its node; it ended at 2026-01-01T00:01:00Z as OutOfMemory with exit code 137");
    }

    @Test
    void anAttemptThatWasEndedFromOutsideSaysByWhat() {
        assertThat(withoutPod("{}", ENDED.formatted("Failed"), 2))
                .endsWith("it ended at 2026-01-01T00:00:30Z as Removed");
        assertThat(JobLines.failed(job("{}", ENDED.formatted("Failed")).status().orElseThrow()))
                .contains("attempt 2             Removed");
    }

    @Test
    void anAttemptThatNeverWasIsAnsweredWithThoseThatWere() {
        assertThat(withoutPod("{}", ENDED.formatted("Failed"), 9))
                .isEqualTo("ingestionjob/app has no attempt 9 in run 2: it has 2 to 4");
        assertThat(
                        withoutPod(
                                "{}",
                                "{\"phase\": \"Pending\", \"run\": 1, \"waitingOn\": \"a\"}",
                                1))
                .isEqualTo(
                        "ingestionjob/app has no attempt 1 in run 1: none has begun (Pending; waiting on a)");
    }

    @Test
    void aPodThatHasNotBegunSaysWhy() {
        var waiting =
                AttemptPod.of(
                                pod(
                                        "app-ij-r1-a1-x",
                                        1,
                                        1,
                                        "2026-01-01T00:00:00Z",
                                        "{\"conditions\": [{\"type\": \"PodScheduled\", \"status\": \"False\", \"message\": \"0/1 nodes\"}]}"))
                        .orElseThrow();
        assertThat(LogWords.waiting(job("{}", "{\"waitingOn\": \"1 free gpu\"}"), waiting))
                .isEqualTo("pod/app-ij-r1-a1-x has not begun: 1 free gpu");
        assertThat(LogWords.waiting(job("{}", "{}"), waiting))
                .isEqualTo("pod/app-ij-r1-a1-x has not begun: 0/1 nodes");
    }

    @Test
    void theLastLineOfAFollowedLogSaysHowTheJobEnded() {
        assertThat(LogWords.finished(job("{}", ENDED.formatted("Failed"))))
                .isEqualTo("ingestionjob/app Failed: OutOfMemory again; raise the limit");
        assertThat(LogWords.finished(job("{}", ENDED.formatted("Succeeded"))))
                .isEqualTo("ingestionjob/app Succeeded");
    }

    @Test
    void aJobIsOverOnlyWhenItsStatusIsAboutItsSpec() {
        assertThat(job("{}", ENDED.formatted("Failed")).isOver()).isTrue();
        assertThat(job("{}", "{\"observedGeneration\": 1, \"phase\": \"Succeeded\"}").isOver())
                .isFalse();
        assertThat(job("{}", "{\"observedGeneration\": 2, \"phase\": \"Running\"}").isOver())
                .isFalse();
        assertThat(job("{}", "null").isOver()).isFalse();
    }

    @Test
    void whatAnotherVersionSaysBesidesIsPassedOver() {
        var read = job("{\"new\": {}}", "{\"phase\": \"Running\", \"new\": [1], \"run\": 3}");
        assertThat(read.run()).isEqualTo(3);
        assertThat(read.phase()).isEqualTo("Running");
    }

    @Test
    void aRerunSaysWhichRunItAsksForAndWhenItBegins() {
        assertThat(RerunCommand.words(job("{}", ENDED.formatted("Failed")), "now"))
                .isEqualTo("ingestionjob/app: run 3 is asked for (spec.rerun: \"now\")");
        assertThat(RerunCommand.words(job("{}", ENDED.formatted("Running")), "now"))
                .endsWith("; the one under way is ended first");
        assertThat(RerunCommand.words(job("{\"suspend\": true}", "{}"), "now"))
                .startsWith("ingestionjob/app: run 1 ")
                .endsWith("; it begins once spec.suspend is false");
    }

    @Test
    void aFileWithoutAVectorIsAnsweredWithCloseNames() {
        var result = new IngestionResult("r1", "c", "team-a.code", null, 2L, 1L, 0L, 0L, 0L);
        assertThat(
                        SimilarCommand.absent(
                                "app.py", job("{}", "{}"), result, List.of("src/app.py", "b.ts")))
                .isEqualTo("ingestionjob/app has no vector for app.py; there is src/app.py");
        assertThat(SimilarCommand.absent("app.py", job("{}", "{}"), result, List.of()))
                .contains("run_id r1", "collection team-a.code");
    }

    @ParameterizedTest
    @CsvSource({
        "app,app",
        "ij/app,app",
        "ingestionjob/app,app",
        "ingestionjobs.skerry.dev/app,app"
    })
    void aJobIsNamedAsKubectlNamesIt(String given, String name) {
        assertThat(Jobs.name(given)).isEqualTo(name);
    }

    private static String withoutPod(String spec, String status) {
        return LogWords.withoutPod(job(spec, status), Optional.empty());
    }

    private static String withoutPod(String spec, String status, int attempt) {
        return LogWords.withoutPod(job(spec, status), Optional.of(attempt));
    }
}
