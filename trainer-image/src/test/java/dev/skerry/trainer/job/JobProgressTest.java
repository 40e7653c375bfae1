package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.trainer.ingest.IngestProgress;
import dev.skerry.trainer.ingest.IngestProgress.Counters;
import dev.skerry.trainer.ingest.Stage;
import dev.skerry.trainer.report.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobProgressTest {

    private final List<Snapshot> all = new ArrayList<>();
    private final List<Snapshot> prompt = new ArrayList<>();
    private final JobProgress progress =
            new JobProgress(
                    (snapshot, promptly) -> {
                        all.add(snapshot);
                        if (promptly) {
                            prompt.add(snapshot);
                        }
                    },
                    () -> false);

    @Test
    void percentAndWorkNeverFallWhateverIsSaid() {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            var stage = Stage.values()[random.nextInt(Stage.values().length)];
            progress.progress(at(stage, random.nextDouble() * 1.2 - 0.1));
            if (random.nextInt(10) == 0) {
                progress.points(random.nextInt(100), 100);
            }
        }
        assertThat(all).extracting(Snapshot::percent).isSorted().allMatch(p -> p >= 0 && p <= 99);
        assertThat(all).extracting(s -> s.counters().get("work")).isSorted();
        assertThat(all).extracting(s -> s.counters().get("points")).isSorted();
        assertThat(progress.complete().percent()).isEqualTo(100);
    }

    @Test
    void endsOfStagesAndEpochsArePromptAndStepsBetweenAreNot() {
        progress.progress(at(Stage.PARSE, 0));
        progress.progress(at(Stage.PARSE, 0.5));
        progress.progress(at(Stage.PARSE, 1));
        progress.progress(epoch(0.1, "1", "2.5"));
        progress.progress(epoch(0.15, "1", "2.5"));
        progress.progress(epoch(0.2, "2", "NaN"));
        progress.points(0, 10);
        progress.points(5, 10);
        progress.points(10, 10);
        assertThat(prompt)
                .extracting(Snapshot::stage)
                .containsExactly("Parse", "Parse", "Embed", "Embed", "Publish", "Publish");
        assertThat(prompt.get(3).metrics())
                .containsEntry("loss", "NaN")
                .containsEntry("epoch", "2");
        assertThat(all).hasSize(9);
    }

    @Test
    void theCountersAreThoseOfTheContract() {
        progress.progress(
                new IngestProgress(
                        Stage.FETCH, 0.5, new Counters(1, 10, 2, 3, 4), Map.of("bytes", "77")));
        progress.points(5, 10);
        var last = all.getLast();
        assertThat(last.counters())
                .containsEntry("files", 1L)
                .containsEntry("filesTotal", 10L)
                .containsEntry("edges", 2L)
                .containsEntry("external", 3L)
                .containsEntry("unresolved", 4L)
                .containsEntry("points", 5L)
                .containsEntry("pointsTotal", 10L)
                .containsEntry("bytes", 77L);
        assertThat(last.metrics()).doesNotContainKey("bytes");
    }

    private static IngestProgress at(Stage stage, double fraction) {
        return new IngestProgress(stage, fraction, Counters.NONE, Map.of());
    }

    private static IngestProgress epoch(double fraction, String epoch, String loss) {
        return new IngestProgress(
                Stage.EMBED,
                fraction,
                Counters.NONE,
                Map.of("epoch", epoch, "epochs", "9", "loss", loss));
    }
}
