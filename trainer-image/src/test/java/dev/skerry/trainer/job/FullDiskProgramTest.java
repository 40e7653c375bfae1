package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A work folder on a small disk: a file system in memory, mounted in a name space of the program's
 * own, which needs no rights where the system allows user name spaces.
 */
@Timeout(120)
class FullDiskProgramTest {

    @TempDir Path folder;
    private TestPod pod;

    @BeforeEach
    void start() throws Exception {
        var probe =
                new ProcessBuilder(onDisk("64k", folder, List.of("true")))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("probe").toFile());
        assumeTrue(isZero(probe), "unshare cannot mount here");
        pod = new TestPod(folder, 100);
    }

    private static boolean isZero(ProcessBuilder probe) throws InterruptedException {
        try {
            return probe.start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (pod != null) {
            pod.close();
        }
    }

    @Test
    void aRepositoryThatDoesNotFitIsSaidSo() throws Exception {
        var noise = new StringBuilder();
        new Random(1).ints(3_000_000, 'a', 'z').forEach(c -> noise.append((char) c));
        var url =
                GitRepository.at(
                        folder.resolve("large"), Map.of("a.py", "", "noise.txt", noise.toString()));
        pod.job(file -> TestPod.repository(file, url));
        assertIsFull("1m");
        assertThat(pod.storage.objects).isEmpty();
        assertThat(pod.vectors.points).isEmpty();
    }

    @Test
    void anArtifactThatDoesNotFitIsSaidSoAndIsNotThere() throws Exception {
        pod.job(file -> file.withObject("/spec/embedding").put("dimensions", 1024));
        assertIsFull("300k");
        assertThat(pod.log()).contains("checkpoint.skipped");
        assertThat(pod.storage.objects.keySet()).noneMatch(key -> key.startsWith("artifacts/"));
    }

    @Test
    void checkpointsThatDoNotFitHarmNothing() throws Exception {
        pod.job(file -> file.withObject("/spec/embedding").put("dimensions", 1024));
        pod.wrap = command -> onDisk("1000k", folder.resolve("work"), command);
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log()).containsOnlyOnce("checkpoint.skipped");
    }

    private void assertIsFull(String size) throws Exception {
        pod.wrap = command -> onDisk(size, folder.resolve("work"), command);
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(74);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo("OutOfDisk");
        assertThat(pod.lastWords().path("message").asText())
                .isEqualTo(
                        "SKERRY_WORK_DIR: no space is left (No space left on device); raise"
                                + " spec.resources.limits.ephemeral-storage, or free space on the"
                                + " node's disk");
        assertThat(pod.lastReport().path("failure")).isEqualTo(pod.lastWords());
    }

    private static List<String> onDisk(String size, Path place, List<String> command) {
        var script = "mount -t tmpfs -o size=%s tmpfs '%s' && exec \"$@\"".formatted(size, place);
        var line = new ArrayList<>(List.of("unshare", "--user", "--map-root-user", "--mount"));
        line.addAll(List.of("sh", "-c", script, "sh"));
        line.addAll(command);
        return line;
    }
}
