package dev.skerry.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./skerry} itself, in a checkout with blanks in its path and with a JDK that only writes
 * down its calls.
 */
class EntryScriptTest {
    @TempDir private Path temp;
    private Path checkout;
    private Path jdk;
    private Path calls;

    @BeforeEach
    void aBuiltCheckout() throws IOException {
        checkout = Files.createDirectories(temp.resolve("a check out"));
        Files.copy(Path.of("../skerry"), checkout.resolve("skerry"));
        executable(checkout.resolve("skerry"));
        calls = temp.resolve("calls");
        jdk = jdk("jdk 25", "25.0.3");
        write("pom.xml");
        write("cli/src/main/java/A.java");
        write("cli/target/skerry-cli.jar");
        write("operator/target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(checkout.resolve("trainer-image/target/lib"));
        write("target/skerry/built");
        old(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void whatIsBuiltIsRunAtOnceWithItsArguments() throws Exception {
        run(temp, checkout.resolve("skerry"), "status", "-o", "json x");
        assertThat(Files.readAllLines(calls))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("dev.skerry.cli.Main status -o json x");
    }

    @Test
    void aNewerSourceIsBuiltFirst() throws Exception {
        write("crds/src/main/java/B.java");
        run(checkout, Path.of("./skerry"), "status");
        assertThat(Files.readAllLines(calls)).hasSize(2);
        assertThat(Files.readAllLines(calls).getFirst()).endsWith("build/Build.java");
    }

    @Test
    void aRemovedSourceIsNoticed() throws Exception {
        Files.delete(checkout.resolve("cli/src/main/java/A.java"));
        run(checkout, Path.of("./skerry"), "status");
        assertThat(Files.readAllLines(calls)).hasSize(2);
    }

    @Test
    void aSymbolicLinkFromElsewhereFindsTheCheckout() throws Exception {
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("skerry"), Path.of("../a check out/skerry"));
        run(Path.of("/"), bin.resolve("skerry"), "version");
        assertThat(Files.readString(calls))
                .contains(checkout.toRealPath() + "/cli/target/skerry-cli.jar");
    }

    @Test
    void kubectlsPluginFindsTheCheckoutThroughALinkAndSaysWhatItIs() throws Exception {
        Files.copy(Path.of("../kubectl-skerry"), checkout.resolve("kubectl-skerry"));
        executable(checkout.resolve("kubectl-skerry"));
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Files.createSymbolicLink(
                bin.resolve("kubectl-skerry"), Path.of("../a check out/kubectl-skerry"));
        run(Path.of("/"), bin.resolve("kubectl-skerry"), "logs", "an app", "-f");
        assertThat(Files.readString(calls))
                .contains(checkout.toRealPath() + "/cli/target/skerry-cli.jar")
                .endsWith("dev.skerry.cli.Main logs an app -f [kubectl skerry]\n");
    }

    @Test
    void anOlderJavaHomeIsPassedOver() throws Exception {
        Path older = jdk("jdk 21", "21.0.1");
        Path home = Files.createDirectories(temp.resolve("home/.jdks"));
        Files.move(jdk, home.resolve("temurin-25"));
        var result =
                run(
                        temp,
                        checkout.resolve("skerry"),
                        Map.of(
                                "JAVA_HOME",
                                older.toString(),
                                "HOME",
                                temp.resolve("home").toString()),
                        "version");
        // this machine may have one at a place that is looked at before
        String used = Files.exists(calls) ? Files.readString(calls) : result.output();
        assertThat(used).doesNotContain("jdk 21").doesNotContain("no JDK 25");
    }

    @Test
    void testsNeedNothingBuilt() throws Exception {
        Files.delete(checkout.resolve("target/skerry/built"));
        run(temp, checkout.resolve("skerry"), "test", "--all");
        assertThat(Files.readAllLines(calls))
                .hasSize(1)
                .first()
                .asString()
                .endsWith("build/Checks.java --all");
    }

    @Test
    void anInterruptWhileItBuildsEndsItWithoutRunningTheCommand() throws Exception {
        write("crds/src/main/java/B.java");
        Path go = temp.resolve("go");
        Files.writeString(
                jdk.resolve("bin/java"),
                "#!/bin/sh\necho \"$0 $@\" >> \"$CALLS\"\nuntil [ -e \"%s\" ]; do :; done\n"
                        .formatted(go));
        var builder =
                new ProcessBuilder(
                        "env", "--default-signal=INT", checkout.resolve("skerry").toString(), "up");
        builder.environment().put("CALLS", calls.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        Process process = builder.start();
        while (!Files.exists(calls)) Thread.onSpinWait();
        assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor())
                .isZero();
        Files.writeString(go, "");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readAllLines(calls)).hasSize(1).first().asString().endsWith("Build.java");
    }

    private record Result(int exitCode, String output) {}

    private void run(Path folder, Path script, String... arguments) throws Exception {
        var result = run(folder, script, Map.of("JAVA_HOME", jdk.toString()), arguments);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private Result run(
            Path folder, Path script, Map<String, String> environment, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        File log = temp.resolve("log").toFile();
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log);
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("CALLS", calls.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(log.toPath()));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = temp.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            Files.writeString(
                    home.resolve("bin").resolve(program),
                    "#!/bin/sh\necho \"$0 $@${SKERRY_COMMAND:+ [$SKERRY_COMMAND]}\" >> \"$CALLS\"\n",
                    StandardCharsets.UTF_8);
            executable(home.resolve("bin").resolve(program));
        }
        return home;
    }

    private void write(String path) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
    }

    /** Everything so old that only what a test does next is newer than the stamp. */
    private void old(Instant time) throws IOException {
        try (var all = Files.walk(checkout)) {
            for (Path path : all.toList()) Files.setLastModifiedTime(path, FileTime.from(time));
        }
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
