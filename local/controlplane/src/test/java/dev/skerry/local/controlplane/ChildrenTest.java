package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChildrenTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    @TempDir Path folder;

    private Children children;

    @BeforeEach
    void open() throws IOException {
        children = Children.open(folder.resolve("run"));
    }

    @AfterEach
    void close() throws IOException {
        children.close();
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0,0",
        "exit 65,65",
        "kill -TERM $$,143",
        "kill -KILL $$,137",
        "kill -USR1 $$,138"
    })
    void exitCodesAndSignalsAreExact(String script, int expected) throws Exception {
        assertThat(exitOf(shell("a", script))).isEqualTo(expected);
    }

    @Test
    void theEnvironmentIsExactlyTheGivenOne() throws Exception {
        var log = folder.resolve("env.log");
        var env = Map.of("ONE", "1", "TWO", "a b=c\nd");
        exitOf(
                children.start(
                        new ChildSpec("env", List.of("/usr/bin/env", "-0"), env, folder, log)));
        assertThat(Files.readString(log).split("\0"))
                .containsExactlyInAnyOrder("ONE=1", "TWO=a b=c\nd");
    }

    @Test
    void bothOutputsGoToOneFileInOrderAndAreAppended() throws Exception {
        exitOf(shell("a", "echo one; echo two >&2; echo three"));
        exitOf(shell("a", "echo four"));
        assertThat(folder.resolve("a.log")).hasContent("one\ntwo\nthree\nfour");
    }

    @Test
    void aChildReadsItsStandardInputFromAFileOrNothingAtAll() throws Exception {
        var input = Files.writeString(folder.resolve("input"), "hello");
        var log = folder.resolve("cat.log");
        exitOf(
                children.start(
                        new ChildSpec(
                                "cat", List.of("cat"), PATH, folder, log, Optional.of(input))));
        assertThat(log).hasContent("hello");
        assertThat(exitOf(children.start(new ChildSpec("cat", List.of("cat"), PATH, folder, log))))
                .isZero();
    }

    @Test
    void whoIgnoresTheRequestToEndIsKilledAfterItsGrace() throws Exception {
        var child = shell("stubborn", "trap '' TERM; echo up; while :; do sleep 0.05; done");
        awaitLog(child, "up");
        assertThat(child.stop(Duration.ofMillis(200))).isEqualTo(137);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void whoObeysTheRequestToEndGivesItsOwnExitCode() throws Exception {
        var child = shell("polite", "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");
        awaitLog(child, "up");
        assertThat(child.stop(SOON)).isEqualTo(7);
    }

    @Test
    void whatAChildLeftBehindEndsWithIt() throws Exception {
        var child = shell("parent", "sleep 1000 & echo $!; exit 3");
        assertThat(exitOf(child)).isEqualTo(3);
        awaitEnd(Long.parseLong(Files.readString(child.logFile()).strip()));
    }

    @Test
    void aLivingChildIsListedWithItsMemoryAndItsRecord() throws Exception {
        var child = shell("a", "echo up; exec sleep 1000");
        awaitLog(child, "up");
        assertThat(children.living()).containsExactly(child);
        assertThat(child.rssBytes()).isPositive();
        assertThat(Files.readString(folder.resolve("run/a.pid"))).startsWith(child.pid() + "\n");
        child.stop(SOON);
        assertThat(children.living()).isEmpty();
        assertThat(folder.resolve("run/a.pid")).doesNotExist();
    }

    @Test
    void twoLivingChildrenCannotShareAName() throws Exception {
        var first = shell("a", "exec sleep 1000");
        assertThatThrownBy(() -> shell("a", "true"))
                .hasMessageContaining("a runs already as process " + first.pid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-program", "/no/such/program", "/etc"})
    void aProgramThatDoesNotExistIsRefusedAtOnce(String program) {
        var spec = new ChildSpec("a", List.of(program), PATH, folder, folder.resolve("a.log"));
        assertThatThrownBy(() -> children.start(spec))
                .isInstanceOf(IOException.class)
                .hasMessage("child a: " + program + " is no program that can be executed");
    }

    @Test
    void aRegistryBelongsToOneOwnerAtATime() {
        assertThatThrownBy(() -> Children.open(folder.resolve("run")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void anEtcdEndsWhenItsParentIsKilled() throws Exception {
        var pid = pidOfChildOfKilledParent(Tether.ofThisMachine().name());
        awaitEnd(pid);
    }

    @ParameterizedTest
    @EnumSource(Tether.class)
    void everyTetherEndsAChildWhoseParentIsKilled(Tether tether) throws Exception {
        awaitEnd(pidOfChildOfKilledParent(tether.name(), "exec sleep 1000"));
    }

    @Test
    void theNextStartEndsWhatTheChildOfAKilledParentHadStarted() throws Exception {
        var pidFile = folder.resolve("other/grandchild");
        pidOfChildOfKilledParent(
                Tether.ofThisMachine().name(),
                "sleep 1000 & echo $! >" + pidFile + "; exec sleep 1000");
        var grandchild = Long.parseLong(Files.readString(pidFile).strip());
        assertThat(ProcessHandle.of(grandchild)).isPresent();
        assertThat(Leftovers.sweep(folder.resolve("other/run"))).containsExactly("victim");
        awaitEnd(grandchild);
        assertThat(folder.resolve("other/run/victim.pid")).doesNotExist();
    }

    @Test
    void aSweepSparesAProcessThatOnlyHasTheNumberOfAChild() throws Exception {
        var bystander = new ProcessBuilder("sleep", "1000").start();
        try {
            var real = ProcessStamp.of(bystander.toHandle()).orElseThrow();
            var registry = Files.createDirectories(folder.resolve("registry"));
            var older = new ProcessStamp(real.pid(), real.start() - 1, real.boot(), Instant.EPOCH);
            Leftovers.record(registry.resolve("gone.pid"), older, spec("gone"));
            assertThat(Leftovers.sweep(registry)).isEmpty();
            assertThat(bystander.isAlive()).isTrue();

            Leftovers.record(registry.resolve("mine.pid"), real, spec("mine"));
            Files.writeString(registry.resolve("torn.pid"), "12");
            assertThat(Leftovers.sweep(registry)).containsExactly("mine");
            assertThat(bystander.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(registry).isEmptyDirectory();
        } finally {
            bystander.destroyForcibly();
        }
    }

    private long pidOfChildOfKilledParent(String... arguments) throws Exception {
        var other = Files.createDirectories(folder.resolve("other"));
        var all = new java.util.ArrayList<>(List.of(other.toString()));
        all.addAll(List.of(arguments));
        var parent = JavaChild.start(StartsChildren.class, all.toArray(String[]::new));
        try (var said = parent.inputReader()) {
            var pid = Long.parseLong(said.readLine());
            assertThat(ProcessHandle.of(pid)).isPresent();
            Await.until(
                    "the script is past its first commands", SOON, () -> ranItsScript(pid, other));
            parent.destroyForcibly().waitFor();
            return pid;
        } finally {
            parent.destroyForcibly();
        }
    }

    private static boolean ranItsScript(long pid, Path other) {
        var command = ProcessHandle.of(pid).flatMap(p -> p.info().command()).orElse("");
        return command.endsWith("/sleep") || Files.isDirectory(other.resolve("etcd/member"));
    }

    private Child shell(String name, String script) throws IOException {
        return children.start(
                new ChildSpec(
                        name,
                        List.of("sh", "-c", script),
                        PATH,
                        folder,
                        folder.resolve(name + ".log")));
    }

    private ChildSpec spec(String name) {
        return new ChildSpec(name, List.of("sleep"), PATH, folder, folder.resolve(name + ".log"));
    }

    private static int exitOf(Child child) throws Exception {
        return child.onExit().get(10, TimeUnit.SECONDS);
    }

    private static void awaitLog(Child child, String text) throws Exception {
        Await.until(
                "log of " + child, SOON, () -> Files.readString(child.logFile()).contains(text));
    }

    private static void awaitEnd(long pid) throws Exception {
        Await.until(
                "end of process " + pid,
                SOON,
                () -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
}
