package dev.skerry.trainer.ingest;

import dev.skerry.api.ForeignText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tab-separated rows in UTF-8. Tab, newline, carriage return and backslash inside a field are
 * escaped by a backslash ({@code \t \n \r \\}), other control and format characters as four
 * hexadecimal digits of UTF-16 behind a backslash and {@code u}: a terminal that shows the file
 * obeys none of them. Nothing is quoted.
 */
public final class Tsv implements AutoCloseable {

    private final BufferedWriter out;

    public Tsv(Path file, String... header) throws IOException {
        var encoder =
                StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
        this.out =
                new BufferedWriter(
                        new OutputStreamWriter(Files.newOutputStream(file), encoder), 1 << 16);
        row((Object[]) header);
    }

    public void row(Object... fields) throws IOException {
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                out.write('\t');
            }
            out.write(escape(fields[i].toString()));
        }
        out.write('\n');
    }

    static String escape(String field) {
        if (field.indexOf('\\') < 0 && ForeignText.isPlain(field)) return field;
        var text = new StringBuilder(field.length() + 16);
        field.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '\t' -> text.append("\\t");
                                case '\n' -> text.append("\\n");
                                case '\r' -> text.append("\\r");
                                case '\\' -> text.append("\\\\");
                                default -> append(text, Character.toString(c));
                            }
                        });
        return text.toString();
    }

    private static void append(StringBuilder text, String character) {
        if (ForeignText.isPlain(character)) text.append(character);
        else character.chars().forEach(c -> text.append("\\u%04x".formatted(c)));
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
