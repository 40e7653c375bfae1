package dev.skerry.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.cli.build.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvocationTest {
    @TempDir private Path checkout;

    @Test
    void theVersionNamesProgramJdkAndCheckout() {
        var lines = Invocation.of(Map.of("SKERRY_CHECKOUT", "/src/skerry")).version();
        assertThat(lines).hasSize(3).last().isEqualTo("checkout /src/skerry");
        assertThat(Invocation.of(Map.of()).version()).hasSize(2);
    }

    @Test
    void kubectlsPluginIsToldFromTheProgramItself() {
        assertThat(Invocation.of(Map.of()).isPlugin()).isFalse();
        assertThat(Invocation.of(Map.of("SKERRY_COMMAND", "kubectl skerry")).isPlugin()).isTrue();
    }

    @Test
    void theTrainerIsToldWhatTheUserTypedAndNothingMakesItsJvmWarn() throws Exception {
        Path target = Files.createDirectories(checkout.resolve("trainer-image/target"));
        Files.createFile(target.resolve("skerry-trainer.jar"));
        var called =
                Invocation.of(
                        Map.of(
                                "SKERRY_COMMAND",
                                "kubectl skerry",
                                "SKERRY_CHECKOUT",
                                checkout.toString()));
        var command =
                Trainer.command(
                        new Checkout(checkout), called, "ingest", "a.Main", List.of(".", "-q"));
        assertThat(command)
                .endsWith("a.Main", ".", "-q")
                .contains("-Dskerry.command=kubectl skerry ingest")
                .contains("-Dskerry.version=" + String.join("\n", called.version()))
                .doesNotContain("--add-modules");
    }
}
