package dev.skerry.trainer.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees of programs that have only just begun: nothing that the JVM says of itself. */
class ProgramStartTest {
    private static final String INGEST = "dev.skerry.trainer.ingest.Main";
    private static final String EMBED = "dev.skerry.trainer.ingest.embed.Main";
    private static final int USAGE = 64;

    @TempDir private Path folder;
    private Path edges;

    @BeforeEach
    void writeEdges() throws IOException {
        edges = Files.writeString(folder.resolve("edges.tsv"), "a\tb\nb\tc\nc\ta\n");
    }

    @Test
    void theImagesEntryPointStartsTheTrainerAndWritesNothingButItsOwnLines() throws Exception {
        var entryPoint = entryPoint();
        assertThat(entryPoint.getFirst()).isEqualTo("java");
        entryPoint.set(0, java());
        entryPoint.set(entryPoint.indexOf("-cp") + 1, System.getProperty("java.class.path"));
        entryPoint.add("an-argument");
        var ended = run(entryPoint);
        assertThat(ended.output()).hasLineCount(1).contains(" usage message=");
        assertThat(ended.exitCode()).isEqualTo(USAGE);
    }

    @Test
    void aQuietProgramThatSucceedsPrintsNothingAtAll() throws Exception {
        var out = folder.resolve("out.emb");
        var ended =
                run(program(EMBED, edges.toString(), "--out", out.toString(), "-q", "--epochs=1"));
        assertThat(ended.output()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(out).isNotEmptyFile();
    }

    @Test
    void whatAProgramHasToSayOnStandardErrorIsAllThere() throws Exception {
        var ended = run(program(EMBED, "no-such-file", "--out", folder.resolve("o") + ""));
        assertThat(ended.output()).hasLineCount(1).startsWith("embed: no-such-file: ");
        assertThat(ended.exitCode()).isOne();
    }

    @Test
    void aJvmThatMayNotLoadTheModuleIsToldHowToBeStarted() throws Exception {
        var ended = run(List.of(java(), "-cp", classPath(), INGEST, "--version"));
        assertThat(ended.output())
                .hasLineCount(1)
                .startsWith("ingest: Java 25")
                .contains("jdk.incubator.vector")
                .contains(VectorModule.OPTION);
        assertThat(ended.exitCode()).isOne();
    }

    @Test
    void theUsageAndTheVersionSpeakOfWhatTheUserTyped() throws Exception {
        assertThat(run(program(INGEST, "--help")).output()).startsWith("Usage: skerry ingest ");
        assertThat(run(program(EMBED, "--help")).output()).startsWith("Usage: skerry embed ");
        assertThat(run(program(INGEST, "-V")).output()).startsWith("skerry ");
        var told =
                List.of(
                        java(),
                        VectorModule.OPTION,
                        "-Dskerry.command=kubectl skerry ingest",
                        "-Dskerry.version=skerry   1.2.3\njava     25",
                        "-cp",
                        classPath(),
                        INGEST);
        assertThat(run(with(told, "--help")).output()).startsWith("Usage: kubectl skerry ingest ");
        assertThat(run(with(told, "--version")).output())
                .isEqualTo("skerry   1.2.3\njava     25\n");
    }

    private static List<String> program(String main, String... arguments) {
        return with(List.of(java(), VectorModule.OPTION, "-cp", classPath(), main), arguments);
    }

    private static List<String> with(List<String> command, String... arguments) {
        var line = new ArrayList<>(command);
        line.addAll(Arrays.asList(arguments));
        return line;
    }

    private static List<String> entryPoint() throws IOException {
        var file = Files.readString(Path.of("Containerfile")).replace("\\\n", "");
        var matcher = Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$").matcher(file);
        assertThat(matcher.find()).isTrue();
        return new ArrayList<>(
                Arrays.asList(new ObjectMapper().readValue(matcher.group(1), String[].class)));
    }

    private record Ended(int exitCode, String output) {}

    private Ended run(List<String> command) throws Exception {
        var output = folder.resolve("output");
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }
}
