package dev.skerry.tests.operator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request as it came, with a body of known length.
 *
 * @param target path and query
 * @param lines of the head, without its first
 */
record ApiCall(String method, String target, List<String> lines, byte[] body) {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    boolean isWatch() {
        return target.contains("watch=true");
    }

    boolean upgrades() {
        return header(lines, "upgrade").isPresent();
    }

    /** Empty where the connection ended before a request began. */
    static Optional<ApiCall> read(InputStream in) throws IOException {
        var head = head(in);
        if (head.isEmpty()) return Optional.empty();
        var first = head.getFirst().split(" ", -1);
        var lines = head.subList(1, head.size());
        int length = header(lines, "content-length").map(Integer::parseInt).orElse(0);
        return Optional.of(new ApiCall(first[0], first[1], lines, in.readNBytes(length)));
    }

    /** The head alone; empty where there is none. */
    static List<String> head(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END.length) {
            int next = in.read();
            if (next < 0 && bytes.size() == 0) return List.of();
            if (next < 0) throw new EOFException("in the middle of a head");
            bytes.write(next);
            matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
        }
        return List.of(bytes.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n", -1));
    }

    private static Optional<String> header(List<String> lines, String name) {
        return lines.stream()
                .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(l -> l.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** As it is sent on: one request a connection, unless that becomes something else. */
    byte[] sentOn() {
        var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        for (var line : lines)
            if (upgrades() || !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                text.append(line).append("\r\n");
        if (!upgrades()) text.append("Connection: close\r\n");
        var head = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        var all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(body);
        return all.toByteArray();
    }
}
