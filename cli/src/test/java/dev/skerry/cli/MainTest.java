package dev.skerry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"demo", "up", "down", "status", "env", "version"})
    void everyCommandExplainsItself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: skerry " + command).contains("--help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up --nonsense",
                "status -o yaml",
                "down now",
                "up --timeout soon",
                "nonsense",
                ""
            })
    void wrongUsageIsExitCodeTwoAndShowsTheRightOne(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).containsAnyOf("Usage: skerry", "Did you mean: skerry");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theHelpListsEveryCommandWithASentence() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().lines().filter(l -> l.matches("  [a-z]+ +[A-Za-z].*")).toList())
                .hasSize(Main.commandLine().getSubcommands().size());
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
