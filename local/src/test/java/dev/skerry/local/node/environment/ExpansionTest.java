package dev.skerry.local.node.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of Kubernetes' own documentation and of its expansion package's rules. */
final class ExpansionTest {
    @ParameterizedTest
    @CsvSource({
        "$(A), one",
        "x$(A)y$(B)z, xoney$(A)z",
        "$$(A), $(A)",
        "$$$(A), $one",
        "$(NOBODY), $(NOBODY)",
        "$(A, $(A",
        "$A, $A",
        "100$, 100$",
        "$$, $",
        "$(), $()",
        "$((A)), $((A))"
    })
    void referencesAreReplacedOnce(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("A", "one", "B", "$(A)"))).isEqualTo(expected);
    }
}
