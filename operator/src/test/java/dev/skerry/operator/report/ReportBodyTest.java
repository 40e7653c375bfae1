package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.report.ReportBody.Read;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportBodyTest {
    private static final String HEAD =
            "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"percent\":40";

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "1.83", "7", "1e-9", "a word"})
    void aMetricIsAText(String value) {
        var report = sound(HEAD + ",\"metrics\":{\"loss\":\"" + value + "\"}}");
        assertThat(report.metrics()).containsEntry("loss", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"metrics\":{\"loss\":NaN}}",
                ",\"metrics\":{\"loss\":Infinity}}",
                ",\"metrics\":{\"loss\":-Infinity}}",
                ",\"metrics\":{\"loss\":1e999}}",
                ",\"metrics\":{\"loss\":1.5}}",
                ",\"metrics\":{\"loss\":null}}",
                ",\"metrics\":{\"loss\":[]}}",
                ",\"metrics\":{\"\":\"1\"}}",
                ",\"metrics\":{\"lo\\u0000ss\":\"1\"}}",
                ",\"metrics\":[]}",
                ",\"metrics\":\"loss\"}",
                ",\"counters\":{\"files\":-1}}",
                ",\"counters\":{\"files\":1.5}}",
                ",\"counters\":{\"files\":\"7\"}}",
                ",\"counters\":{\"files\":true}}",
                ",\"counters\":{\"files\":9223372036854775808}}",
                ",\"counters\":{\"files\":NaN}}",
                ",\"seq\":2}",
                "}}",
                "} {}",
                "",
            })
    void whatTheSchemaDoesNotKnowIsRefused(String tail) {
        assertThat(read((HEAD + tail).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Read.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "\"report\"",
                "{\"run\":0,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\"}",
                "{\"run\":1,\"attempt\":-1,\"seq\":1,\"stage\":\"Embed\"}",
                "{\"run\":1,\"attempt\":1,\"seq\":-1,\"stage\":\"Embed\"}",
                "{\"run\":1,\"attempt\":1,\"seq\":1.5,\"stage\":\"Embed\"}",
                "{\"run\":\"1\",\"attempt\":1,\"seq\":1,\"stage\":\"Embed\"}",
                "{\"run\":2147483648,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\"}",
                "{\"run\":1,\"attempt\":1,\"seq\":1}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"not a stage\"}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":7}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"percent\":-1}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"percent\":101}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"percent\":40.5}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"percent\":1000000000000}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"percent\":NaN}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"result\":7}",
                "{\"run\":1,\"attempt\":1,\"seq\":1,\"stage\":\"Embed\",\"failure\":[]}",
            })
    void whatIsNoReportIsRefused(String body) {
        assertThat(read(body.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Read.Malformed.class);
    }

    @Test
    void deepNestingIsRefusedWithoutFollowingIt() {
        var body = HEAD + ",\"x\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";
        assertThat(read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Read.Malformed.class,
                        malformed -> assertThat(malformed.problem()).hasSizeLessThan(300));
    }

    @Test
    void moreEntriesThanStatusCanShowAreRefused() {
        var many = new StringBuilder();
        for (int i = 0; i < 33; i++)
            many.append(i == 0 ? "" : ",").append("\"c%d\":1".formatted(i));
        assertThat(read((HEAD + ",\"counters\":{" + many + "}}").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Read.Malformed.class);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        var body = (HEAD + ",\"at\":\"?\"}").getBytes(StandardCharsets.UTF_8);
        body[body.length - 3] = (byte) 0xff;
        assertThat(read(body)).isInstanceOf(Read.Malformed.class);
    }

    @Test
    void aResultThatIsSaidToBeNoneIsNone() {
        assertThat(sound(HEAD + ",\"result\":null}").result()).isNull();
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        assertThat(sound(HEAD + ",\"colour\":{\"of\":[\"the\",\"sea\"]}}").percent()).isEqualTo(40);
    }

    private static Read read(byte[] body) {
        return ReportBody.read(body, IngestionResult.class);
    }

    private static Report<JsonNode> sound(String body) {
        var read = read(body.getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOf(Read.Sound.class);
        return ((Read.Sound) read).report();
    }
}
