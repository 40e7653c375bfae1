package dev.skerry.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    @Test
    void thePageIsWhatTheInterfaceSays() {
        assertThat(Path.of(GenerateReference.PAGE))
                .as("run mvn -pl operator compile exec:java and commit what it writes")
                .content()
                .isEqualTo(GenerateReference.page());
    }

    @Test
    void theReferenceOfLogLinesIsTheOneTheCodeGenerates() {
        assertThat(Path.of(GenerateReference.LOGS)).content().isEqualTo(GenerateReference.logs());
    }
}
