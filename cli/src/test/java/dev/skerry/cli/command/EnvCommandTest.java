package dev.skerry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"plain", "with blank", "it's", "$HOME `id` \"x\"", "back\\slash", ""})
    void aShellReadsBackWhatWasPrinted(String value) throws Exception {
        Process shell =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "export X=" + EnvCommand.quote(value) + "; printf %s \"$X\"")
                        .redirectErrorStream(true)
                        .start();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(
                        new String(
                                shell.getInputStream().readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(value);
    }
}
