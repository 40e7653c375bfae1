package dev.skerry.cli.job;

import static dev.skerry.cli.job.JobExamples.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.cli.job.AttemptPod.Stage;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of a job's pods is meant. */
class AttemptPodsTest {
    private static final String RUNNING =
            "{\"phase\": \"Running\", \"containerStatuses\": [{\"name\": \"trainer\", \"state\": {\"running\": {}}}]}";
    private static final String OLD = "2026-01-01T00:00:00Z";
    private static final String NEW = "2026-01-01T00:10:00Z";

    private final AttemptPods pods =
            AttemptPods.of(
                    List.of(
                            pod("r2a10", 2, 10, NEW, RUNNING),
                            pod("r1a1", 1, 1, OLD, "{\"phase\": \"Failed\"}"),
                            pod("r2a2-again", 2, 2, NEW, "{\"phase\": \"Failed\"}"),
                            pod("r2a2", 2, 2, OLD, "{\"phase\": \"Failed\"}"),
                            new PodBuilder()
                                    .withNewMetadata()
                                    .withName("a stranger's")
                                    .endMetadata()
                                    .build()));

    @Test
    void theNewestIsThatOfTheHighestRunAndAttempt() {
        assertThat(pods.newest()).map(AttemptPod::name).contains("r2a10");
        assertThat(pods.pods()).hasSize(4);
    }

    @Test
    void anAttemptWasGivenAnotherPodByAQueueTheNewerOneCounts() {
        assertThat(pods.chosen(2, Optional.of(2))).map(AttemptPod::name).contains("r2a2-again");
        assertThat(pods.chosen(2, Optional.of(1))).isEmpty();
        assertThat(pods.chosen(2, Optional.empty())).map(AttemptPod::name).contains("r2a10");
    }

    @Test
    void aFollowerGoesFromPodToPodInTheOrderOfTheirMaking() {
        var at = pods.pods().getFirst();
        assertThat(at.name()).isEqualTo("r1a1");
        at = pods.after(at).orElseThrow();
        assertThat(at.name()).isEqualTo("r2a2");
        at = pods.after(at).orElseThrow();
        assertThat(at.name()).isEqualTo("r2a2-again");
        at = pods.after(at).orElseThrow();
        assertThat(at.name()).isEqualTo("r2a10");
        assertThat(pods.after(at)).isEmpty();
    }

    @Test
    void aPodSaysHowFarItIsAndWhyItHasNotBegun() {
        assertThat(stage(RUNNING)).isEqualTo(Stage.RUNNING);
        assertThat(stage("{\"phase\": \"Succeeded\"}")).isEqualTo(Stage.ENDED);
        assertThat(
                        stage(
                                "{\"phase\": \"Running\", \"containerStatuses\": [{\"name\": \"trainer\", \"state\": {\"terminated\": {\"exitCode\": 1}}}]}"))
                .isEqualTo(Stage.ENDED);
        var pulling =
                one(
                        "{\"phase\": \"Pending\", \"containerStatuses\": [{\"name\": \"trainer\", \"state\": {\"waiting\": {\"reason\": \"ErrImagePull\", \"message\": \"not found\"}}}]}");
        assertThat(pulling.stage()).isEqualTo(Stage.WAITING);
        assertThat(pulling.detail()).isEqualTo("ErrImagePull: not found");
        var unscheduled =
                one(
                        "{\"phase\": \"Pending\", \"conditions\": [{\"type\": \"PodScheduled\", \"status\": \"False\", \"reason\": \"Unschedulable\", \"message\": \"0/1 nodes\"}]}");
        assertThat(unscheduled.detail()).isEqualTo("Unschedulable: 0/1 nodes");
        assertThat(one("{}").detail()).isEmpty();
    }

    private static Stage stage(String status) {
        return one(status).stage();
    }

    private static AttemptPod one(String status) {
        return AttemptPod.of(pod("p", 1, 1, OLD, status)).orElseThrow();
    }
}
