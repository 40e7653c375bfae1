package dev.skerry.operator.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.skerry.api.wire.Report;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The body of a report, read as the schema says: nothing is coerced, nothing is deep, and what is
 * not a number in JSON (NaN, infinities) is a text among the metrics. Unknown fields are ignored.
 */
final class ReportBody {
    private static final int MAX_ENTRIES = 32;
    private static final int MAX_TEXT = 256;
    private static final Pattern STAGE = Pattern.compile("[A-Z][A-Za-z]{0,31}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(16)
                                                    .maxNumberLength(32)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            texts ->
                                    texts.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build();

    private static final TypeReference<Report<JsonNode>> REPORT = new TypeReference<>() {};

    private ReportBody() {}

    /** What a body is. */
    sealed interface Read {
        record Sound(Report<JsonNode> report) implements Read {}

        /** One sentence for who sent it. */
        record Malformed(String problem) implements Read {}
    }

    /**
     * @param resultType what a result must be readable as; it stays JSON until its kind takes it in
     */
    static Read read(byte[] body, Class<?> resultType) {
        Report<JsonNode> report;
        try {
            report = JSON.readValue(body, REPORT);
            if (report != null && report.result() != null)
                JSON.treeToValue(report.result(), resultType);
        } catch (IOException e) {
            var why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new Read.Malformed("the body is no report: " + limited(why));
        }
        return problemWith(report)
                .<Read>map(Read.Malformed::new)
                .orElseGet(() -> new Read.Sound(report));
    }

    private static Optional<String> problemWith(Report<JsonNode> report) {
        if (report == null
                || report.run() == null
                || report.attempt() == null
                || report.seq() == null) return Optional.of("run, attempt and seq are required");
        if (report.run() < 1 || report.attempt() < 1 || report.seq() < 0)
            return Optional.of("run and attempt count from 1, seq from 0");
        if (report.percent() != null && (report.percent() < 0 || report.percent() > 100))
            return Optional.of("percent: " + report.percent() + " is not in 0..100");
        if (report.stage() == null || !STAGE.matcher(report.stage()).matches())
            return Optional.of("stage: give one word in CamelCase");
        var counters = report.counters() == null ? Map.<String, Long>of() : report.counters();
        var metrics = report.metrics() == null ? Map.<String, String>of() : report.metrics();
        if (counters.size() > MAX_ENTRIES || metrics.size() > MAX_ENTRIES)
            return Optional.of("at most " + MAX_ENTRIES + " counters and as many metrics");
        if (counters.values().stream().anyMatch(v -> v == null || v < 0))
            return Optional.of("counters: values are whole numbers from 0");
        if (metrics.values().stream().anyMatch(v -> v == null || v.length() > 64))
            return Optional.of("metrics: values are texts of at most 64 characters");
        if (counters.keySet().stream().anyMatch(ReportBody::badName)
                || metrics.keySet().stream().anyMatch(ReportBody::badName)) {
            return Optional.of("counters and metrics: names are up to 63 letters, digits, _ . -");
        }
        return Optional.empty();
    }

    private static boolean badName(String name) {
        return !NAME.matcher(name).matches();
    }

    static String limited(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
