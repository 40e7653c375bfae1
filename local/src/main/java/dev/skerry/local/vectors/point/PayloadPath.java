package dev.skerry.local.vectors.point;

import io.qdrant.client.grpc.JsonWithInt.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A path into a payload in Qdrant's syntax: {@code a.b}, {@code a[].b} (every element), {@code
 * a[0]}, {@code "odd.key"}.
 */
public final class PayloadPath {
    private static final int MAX_STEPS = 64;

    /** One step behind the first key. */
    public sealed interface Step {
        record Key(String name) implements Step {}

        record Index(int at) implements Step {}

        record Every() implements Step {}
    }

    private final String firstKey;
    private final byte[] firstKeyUtf8;
    private final List<Step> rest;

    private PayloadPath(String firstKey, List<Step> rest) {
        this.firstKey = firstKey;
        this.firstKeyUtf8 = firstKey.getBytes(StandardCharsets.UTF_8);
        this.rest = List.copyOf(rest);
    }

    public static PayloadPath parse(String text) {
        var parser = new Parser(text);
        String first = parser.key();
        var steps = new ArrayList<Step>();
        while (!parser.atEnd()) {
            steps.add(parser.step());
            if (steps.size() > MAX_STEPS) {
                throw parser.invalid();
            }
        }
        return new PayloadPath(first, steps);
    }

    public String firstKey() {
        return firstKey;
    }

    byte[] firstKeyUtf8() {
        return firstKeyUtf8;
    }

    public List<Step> rest() {
        return rest;
    }

    /** All values the rest of this path leads to from the value of its first key. */
    public List<Value> follow(Value first) {
        if (rest.isEmpty()) {
            return List.of(first);
        }
        List<Value> at = List.of(first);
        for (Step step : rest) {
            var next = new ArrayList<Value>();
            at.forEach(value -> take(step, value, next));
            at = next;
        }
        return at;
    }

    private static void take(Step step, Value from, List<Value> into) {
        switch (step) {
            case Step.Key(String name) -> {
                if (from.hasStructValue() && from.getStructValue().containsFields(name)) {
                    into.add(from.getStructValue().getFieldsOrThrow(name));
                }
            }
            case Step.Index(int at) -> {
                if (from.hasListValue() && at < from.getListValue().getValuesCount()) {
                    into.add(from.getListValue().getValues(at));
                }
            }
            case Step.Every() -> {
                if (from.hasListValue()) {
                    into.addAll(from.getListValue().getValuesList());
                }
            }
        }
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        boolean atEnd() {
            return at == text.length();
        }

        String key() {
            int start = at;
            if (at < text.length() && text.charAt(at) == '"') {
                int close = text.indexOf('"', at + 1);
                if (close < 0) {
                    throw invalid();
                }
                at = close + 1;
                return text.substring(start + 1, close);
            }
            while (at < text.length() && ".[]\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw invalid();
            }
            return text.substring(start, at);
        }

        Step step() {
            char next = text.charAt(at++);
            if (next == '.') {
                return new Step.Key(key());
            }
            int close = next == '[' ? text.indexOf(']', at) : -1;
            if (close < 0 || close - at > 9) {
                throw invalid();
            }
            String index = text.substring(at, close);
            at = close + 1;
            if (index.isEmpty()) {
                return new Step.Every();
            }
            if (!index.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw invalid();
            }
            return new Step.Index(Integer.parseInt(index));
        }

        Rejection invalid() {
            String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
            return Rejection.badInput(
                    "Invalid json path: `" + shown + "`; write keys as a.b, a[].b or a[0]");
        }
    }
}
