package dev.skerry.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skerry.local.cluster.LocalCluster;
import dev.skerry.local.cluster.PlainWords;
import dev.skerry.tests.cluster.Repository;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Ctrl-C at a real {@code skerry demo} that is just starting a cluster. */
class CtrlCTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** How far the demo is when the signal comes. */
    private enum Moment {
        AT_ONCE,
        FIRST_LINE,
        DAEMON_BEGINS,
        STATE_WRITTEN,
        CHILDREN_ARE_MADE
    }

    @TempDir private Path folder;
    private LocalCluster cluster;
    private Repository repository;

    @BeforeAll
    static void whatRunsIsBuilt() throws Exception {
        assertThat(exitCode(ROOT.resolve("skerry").toString(), "version")).isZero();
    }

    @BeforeEach
    void aPlaceOfItsOwn() throws Exception {
        assumeTrue(
                exitCode("env", "--default-signal=INT", "setsid", "true") == 0,
                "needs setsid and an env that can make SIGINT count again");
        cluster = LocalCluster.of(ROOT, Map.of("XDG_STATE_HOME", folder.toString()));
        repository = Repository.of(3);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        repository.delete();
        Machine.processes(folder).forEach(left -> left.handle().destroyForcibly());
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void aDemoThatIsInterruptedEndsSoonAndLeavesNothing(Moment moment) throws Exception {
        Path screen = folder.resolve("screen");
        Process demo = skerry(screen, "demo", repository.path.toString());
        await(moment.name())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> isThere(moment, screen));
        assertThat(exitCode("kill", "-INT", "--", "-" + demo.pid())).isZero();
        assertThat(demo.waitFor(30, TimeUnit.SECONDS)).as("ends soon").isTrue();

        assertThat(demo.exitValue()).isEqualTo(130);
        assertThat(Files.readString(screen))
                .matches(PlainWords::arePlain)
                .doesNotContain("null", "stays up", "cannot");
        assertThat(Machine.processes(folder)).isEmpty();
        assertThat(cluster.isRunning()).isFalse();
        Path said = folder.resolve("status");
        Process status = skerry(said, "status");
        assertThat(status.waitFor()).isEqualTo(1);
        assertThat(Files.readString(said))
                .isEqualToIgnoringNewLines("No cluster runs; start it with skerry up.");
    }

    private boolean isThere(Moment moment, Path screen) throws IOException {
        Path state = cluster.places().state();
        return switch (moment) {
            case AT_ONCE -> true;
            case FIRST_LINE -> Files.readString(screen).contains("The local cluster");
            case DAEMON_BEGINS -> Files.exists(state.resolve("daemon.lock"));
            case STATE_WRITTEN -> Files.exists(state.resolve("cluster.json"));
            case CHILDREN_ARE_MADE -> hasChildren(state.resolve("children"));
        };
    }

    private static boolean hasChildren(Path registry) throws IOException {
        if (!Files.exists(registry)) return false;
        var records = FileSystems.getDefault().getPathMatcher("glob:**/*.pid");
        try (var files = Files.list(registry)) {
            return files.anyMatch(records::matches);
        }
    }

    /** In a group of processes of its own, as a terminal would have it. */
    private Process skerry(Path output, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "--default-signal=INT",
                                "setsid",
                                ROOT.resolve("skerry").toString()));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("XDG_STATE_HOME", folder.toString());
        return builder.start();
    }

    private static int exitCode(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
