package dev.skerry.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a workload posts to the operator. See {@code docs/reference} for the codes of the answer.
 *
 * @param seq rises by at least one with each report of a pod
 * @param percent of the whole job, 0 to 100
 * @param metrics numbers as text; NaN and infinities are {@code "NaN"}, {@code "Infinity"}, {@code
 *     "-Infinity"}
 * @param result of a program that has done all it should, as its kind says; null before
 * @param at the workload's clock, RFC 3339; kept for reading, nothing is decided by it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Report<R>(
        Integer run,
        Integer attempt,
        Long seq,
        String stage,
        Integer percent,
        Map<String, Long> counters,
        Map<String, String> metrics,
        String checkpoint,
        R result,
        LastWords failure,
        String at) {

    /** A result that is said to be none is none. */
    public Report {
        if (result instanceof JsonNode node && node.isNull()) result = null;
    }

    /** Largest body that is accepted, in bytes. */
    public static final int MAX_BYTES = 64 * 1024;
}
