package dev.skerry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.cluster.PlainWords;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo", "up", "down", "status", "env", "version", "logs", "similar", "rerun"
            })
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: skerry " + command).contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--version",
                "-V",
                "up --version",
                "demo -V",
                "version -V",
                "logs --version"
            })
    void theVersionIsToldWhereverItIsAskedFor(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString().lines().toList())
                .hasSizeGreaterThanOrEqualTo(2)
                .satisfies(lines -> assertThat(lines.getFirst()).startsWith("skerry   "))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("java     25"));
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --timeout 0",
                "up --timeout=-3",
                "up --timeout 3.5",
                "demo --timeout=-3",
                "demo --timeout 10000000000",
                "logs app --attempt 0",
                "logs app --attempt=-1",
                "similar app a.py --top 0",
                "similar app a.py --top=-5",
                "rerun app --wait --timeout=-1",
            })
    void aNumberBelowOneIsRefusedInOneSentence(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        String option = line.replaceAll(".*(--[a-z]+)[= ]\\S+$", "$1");
        String value = line.replaceAll(".*[= ](\\S+)$", "$1");
        assertThat(err.toString().lines().findFirst())
                .contains(
                        "Invalid value for option '"
                                + option
                                + "': \""
                                + value
                                + "\" is no whole number from 1 to 999999999");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --nonsense",
                "status -o yaml",
                "down now",
                "up --timeout soon",
                "logs",
                "similar app",
                "similar app a.py -o yaml",
                "rerun a b",
                "nonsense",
                ""
            })
    void wrongUsageIsExitCodeTwoAndShowsTheRightOne(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).containsAnyOf("Usage: skerry", "Did you mean: skerry");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-3", "0", "soon", "1.5", "99999999999", "-2147483648"})
    void aTimeOutIsAtLeastASecond(String seconds) {
        for (String command : List.of("up", "demo")) {
            assertThat(run(command, "--timeout=" + seconds)).isEqualTo(2);
            assertThat(err.toString())
                    .contains("--timeout")
                    .contains("\"" + seconds + "\" is no whole number from 1 to 999999999");
        }
    }

    @Test
    void theHelpListsEveryCommandWithASentence() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().lines().filter(l -> l.matches("  [a-z]+ +[A-Za-z].*")).toList())
                .hasSize(Main.commandLine().getSubcommands().size());
    }

    @AfterEach
    void nothingThatOnlyJavaSays() {
        assertThat(out + "\n" + err).matches(PlainWords::arePlain);
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
