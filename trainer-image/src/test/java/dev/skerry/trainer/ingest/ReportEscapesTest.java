package dev.skerry.trainer.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.ForeignText;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportEscapesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void whateverAReportHoldsIsReadAsItWasAndShowsNothingThatATerminalObeys() throws Exception {
        var all = new StringBuilder();
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .forEach(all::appendCodePoint);
        var written = ResultFiles.escaped(JSON.writeValueAsString(all.toString()));
        assertThat(ForeignText.isPlain(written)).isTrue();
        assertThat(JSON.readValue(written, String.class).equals(all.toString())).isTrue();
    }
}
