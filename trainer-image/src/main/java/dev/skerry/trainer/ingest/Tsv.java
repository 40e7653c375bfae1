package dev.skerry.trainer.ingest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tab-separated rows in UTF-8. Tab, newline, carriage return and backslash inside a field are
 * escaped by a backslash ({@code \t \n \r \\}); nothing is quoted. A lone surrogate becomes {@code
 * ?}.
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
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\t' || c == '\n' || c == '\r' || c == '\\') {
                return field.replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
            }
        }
        return field;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
