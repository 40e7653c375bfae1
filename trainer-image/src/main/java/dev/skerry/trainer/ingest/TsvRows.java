package dev.skerry.trainer.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads what {@link Tsv} wrote. */
final class TsvRows {

    private TsvRows() {}

    /** Takes one row, its fields as they were written. */
    interface Sink {
        void row(String[] fields) throws IOException;
    }

    /**
     * Reads all rows below the header.
     *
     * @throws IOException also where the file is not of this header, with its line in the message
     */
    static void read(Path file, Sink sink, String... header) throws IOException {
        try (var lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                var fields = line.split("\t", -1);
                if (number == 1 ? !Arrays.equals(fields, header) : fields.length != header.length) {
                    throw bad(file, number, "has not the columns " + String.join(", ", header));
                }
                if (number > 1) {
                    row(file, number, fields, sink);
                }
            }
            if (number == 0) {
                throw bad(file, 1, "is empty");
            }
        }
    }

    private static void row(Path file, int number, String[] fields, Sink sink) throws IOException {
        try {
            Arrays.setAll(fields, i -> unescape(fields[i]));
            sink.row(fields);
        } catch (IllegalArgumentException e) {
            throw bad(file, number, e.getMessage());
        }
    }

    private static IOException bad(Path file, int line, String what) {
        return new IOException("%s:%d: %s".formatted(file.getFileName(), line, what));
    }

    static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var text = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            if (i < field.length() && field.charAt(i) == 'u') {
                text.append(hexadecimal(field, i + 1));
                i += 4;
                continue;
            }
            text.append(
                    switch (i < field.length() ? field.charAt(i) : ' ') {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case '\\' -> '\\';
                        default -> throw new IllegalArgumentException("a lone backslash");
                    });
        }
        return text.toString();
    }

    private static char hexadecimal(String field, int from) {
        if (from + 4 > field.length()) throw new IllegalArgumentException("a cut escape");
        return (char) HexFormat.fromHexDigits(field, from, from + 4);
    }
}
