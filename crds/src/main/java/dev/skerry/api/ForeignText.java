package dev.skerry.api;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Text of others on its way to where people or parsers read it: status, events, logs, a terminal.
 * What would move a cursor, turn a line around, end it, or be no character at all is taken out:
 * control and format characters, line and paragraph separators, lone surrogates, U+FFFE and U+FFFF.
 * The API server refuses a status that holds some of them, whoever wrote it.
 */
public final class ForeignText {
    private static final String BREAKING = "\\p{Cc}\\p{Zl}\\p{Zp}";
    private static final String SILENT = "\\p{Cf}\\p{Cs}\\uFFFE\\uFFFF";
    private static final Pattern BREAKS = Pattern.compile("[" + BREAKING + "]+");
    private static final Pattern SILENTS = Pattern.compile("[" + SILENT + "]+");
    private static final Pattern ANY = Pattern.compile("[" + BREAKING + SILENT + "]");

    /** For definitions: a text that holds none of them, in the syntax of the API server. */
    public static final String PATTERN = "^[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]*$";

    private ForeignText() {}

    /** On one line: what breaks it becomes a blank, what is not seen goes. */
    public static String oneLine(String text) {
        return SILENTS.matcher(BREAKS.matcher(text).replaceAll(" ")).replaceAll("").strip();
    }

    /** On one line, at most {@code maxBytes} of UTF-8, cut between characters. */
    public static String limited(String text, int maxBytes) {
        if (text == null) return "";
        var line = oneLine(text);
        if (bytes(line) <= maxBytes) return line;
        var cut = new StringBuilder();
        int size = bytes("…");
        for (int codePoint : line.codePoints().toArray()) {
            size += bytes(Character.toString(codePoint));
            if (size > maxBytes) break;
            cut.appendCodePoint(codePoint);
        }
        return cut.append('…').toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Each of them as a question mark, so that a reader sees that something stood there. */
    public static String shown(String text) {
        return ANY.matcher(text).replaceAll("?");
    }

    /** Whether none of them is in it. */
    public static boolean isPlain(String text) {
        return !ANY.matcher(text).find();
    }
}
