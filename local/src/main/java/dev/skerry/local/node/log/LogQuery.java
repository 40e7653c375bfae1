package dev.skerry.local.node.log;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a reader of a log asked for; the parameters of the node's log endpoint.
 *
 * @param limitBytes of what is sent, time stamps included
 */
public record LogQuery(
        boolean follow,
        boolean previous,
        boolean timestamps,
        OptionalLong tailLines,
        Optional<Instant> since,
        OptionalLong limitBytes,
        Optional<Stream> stream) {

    /**
     * @param raw the query part of the URL, not decoded; may be null
     * @throws IllegalArgumentException with the parameter's name when one is malformed
     */
    public static LogQuery parse(String raw, Instant now) {
        var given = parameters(raw);
        Optional<Instant> since = Optional.ofNullable(given.get("sinceTime")).map(LogQuery::time);
        var seconds = number(given, "sinceSeconds");
        if (seconds.isPresent()) since = Optional.of(now.minusSeconds(seconds.getAsLong()));
        return new LogQuery(
                flag(given, "follow"),
                flag(given, "previous"),
                flag(given, "timestamps"),
                number(given, "tailLines"),
                since,
                number(given, "limitBytes"),
                stream(given.getOrDefault("stream", "All")));
    }

    private static Optional<Stream> stream(String name) {
        return switch (name) {
            case "Stdout" -> Optional.of(Stream.OUT);
            case "Stderr" -> Optional.of(Stream.ERR);
            default -> Optional.empty();
        };
    }

    private static Map<String, String> parameters(String raw) {
        var given = new HashMap<String, String>();
        if (raw == null) return given;
        for (var pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) continue;
            given.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return given;
    }

    private static boolean flag(Map<String, String> given, String name) {
        var value = given.getOrDefault(name, "false");
        return value.equals("true") || value.equals("1");
    }

    private static OptionalLong number(Map<String, String> given, String name) {
        var value = given.get(name);
        if (value == null || value.isEmpty()) return OptionalLong.empty();
        try {
            long number = Long.parseLong(value);
            if (number >= 0) return OptionalLong.of(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + ": \"" + value + "\" is no whole number", e);
        }
        throw new IllegalArgumentException(name + ": must not be negative");
    }

    private static Instant time(String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "sinceTime: \"" + value + "\" is no RFC 3339 time", e);
        }
    }
}
