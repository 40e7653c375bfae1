package dev.skerry.local.node.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One record of a log file in the container runtimes' format: {@code TIME STREAM TAG CONTENT}.
 *
 * @param time RFC 3339 with nine digits of seconds, as it stands in the file
 * @param whole whether the line ends with this record; a long line is cut into several
 * @param content bytes of the line without its end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LogRecord(String time, Stream stream, boolean whole, byte[] content) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);

    static String time(Instant at) {
        return TIME.format(at);
    }

    static byte[] header(Instant at, Stream stream, boolean whole) {
        return (time(at) + " " + stream.label() + (whole ? " F " : " P "))
                .getBytes(StandardCharsets.US_ASCII);
    }

    Instant instant() {
        try {
            return Instant.parse(time);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    /** Reads one line of the file; a torn or foreign line is none. */
    static Optional<LogRecord> parse(byte[] line) {
        int first = indexOf(line, 0);
        int second = first < 0 ? -1 : indexOf(line, first + 1);
        int third = second < 0 ? -1 : indexOf(line, second + 1);
        if (third < 0) return Optional.empty();
        var stream = text(line, first + 1, second);
        var tag = text(line, second + 1, third);
        return Optional.of(
                new LogRecord(
                        text(line, 0, first),
                        stream.equals(Stream.ERR.label()) ? Stream.ERR : Stream.OUT,
                        tag.equals("F"),
                        Arrays.copyOfRange(line, third + 1, line.length)));
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.US_ASCII);
    }

    private static int indexOf(byte[] line, int from) {
        for (int at = from; at < line.length; at++) if (line[at] == ' ') return at;
        return -1;
    }
}
