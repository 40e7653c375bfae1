package dev.skerry.local.node.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The end of a log as a termination message: 80 lines, 2048 bytes. */
public final class LastLines {
    private static final int LINES = 80;
    private static final int BYTES = 2048;

    private LastLines() {}

    public static String of(Path file) {
        var query =
                new LogQuery(
                        false,
                        false,
                        false,
                        OptionalLong.of(LINES),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty());
        var out = new ByteArrayOutputStream();
        try {
            LogReader.copy(file, Optional.empty(), query, out);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
        var bytes = out.toByteArray();
        int from = Math.max(0, bytes.length - BYTES);
        while (from > 0 && from < bytes.length && (bytes[from] & 0xC0) == 0x80) from++;
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }
}
