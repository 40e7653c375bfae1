package dev.skerry.artifacts.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir Path folder;
    private Path hold;

    @BeforeEach
    void hold() throws IOException {
        hold = Files.createDirectories(folder.resolve("hold")).resolve("before-exit");
    }

    @Test
    void aProgramThatIsNotArmedPassesEveryPoint() {
        assertThat(Stand.FOLDER).isNull();
        for (var point : FaultPoint.values()) {
            point.reach();
            point.reach("Detail");
        }
    }

    @Test
    void aPointThatIsNotHeldLeavesNothing() throws IOException {
        Stand.at(folder, "before-exit", LONG);
        assertThat(reached()).isEmpty();
    }

    @Test
    void aHeldPointStandsStillUntilItIsReleased() throws Exception {
        Files.createFile(hold);
        var thread = Thread.ofVirtual().start(() -> Stand.at(folder, "before-exit", LONG));
        assertThat(awaitReached().getFileName().toString())
                .startsWith("before-exit.%d.".formatted(ProcessHandle.current().pid()));
        assertThat(thread.isAlive()).isTrue();
        Files.delete(hold);
        assertThat(thread.join(LONG)).isTrue();
        assertThat(reached()).isEmpty();
    }

    @Test
    void oneIsLetThroughAndTheNextStandsAgain() throws Exception {
        Files.createFile(hold);
        var first = Thread.ofVirtual().start(() -> Stand.at(folder, "before-exit", LONG));
        Files.delete(awaitReached());
        assertThat(first.join(LONG)).isTrue();
        var second = Thread.ofVirtual().start(() -> Stand.at(folder, "before-exit", LONG));
        awaitReached();
        assertThat(second.isAlive()).isTrue();
        Files.delete(hold);
        assertThat(second.join(LONG)).isTrue();
    }

    @Test
    void nobodyStandsForEver() throws IOException {
        Files.createFile(hold);
        var start = Instant.now();
        Stand.at(folder, "before-exit", Duration.ofMillis(200));
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(200), LONG);
        assertThat(reached()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenStopsNobody() throws IOException {
        Files.createFile(hold);
        Files.createFile(folder.resolve("reached"));
        Stand.at(folder, "before-exit", LONG);
        assertThat(folder.resolve("reached")).isRegularFile();
    }

    private Path awaitReached() throws IOException {
        var deadline = Instant.now().plus(LONG);
        while (reached().isEmpty()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
        return reached().getFirst();
    }

    private List<Path> reached() throws IOException {
        if (!Files.isDirectory(folder.resolve("reached"))) return List.of();
        try (var files = Files.list(folder.resolve("reached"))) {
            return files.toList();
        }
    }
}
