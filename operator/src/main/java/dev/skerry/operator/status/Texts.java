package dev.skerry.operator.status;

import dev.skerry.api.ForeignText;
import java.nio.charset.StandardCharsets;

/** Foreign text on its way into status. */
public final class Texts {
    private Texts() {}

    /**
     * On one line, without what {@link ForeignText} takes out, at most {@code maxBytes} of UTF-8,
     * cut between characters.
     */
    public static String limited(String text, int maxBytes) {
        if (text == null) return "";
        var line = ForeignText.oneLine(text);
        if (line.getBytes(StandardCharsets.UTF_8).length <= maxBytes) return line;
        var cut = new StringBuilder();
        int bytes = "…".getBytes(StandardCharsets.UTF_8).length;
        for (int codePoint : line.codePoints().toArray()) {
            bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) break;
            cut.appendCodePoint(codePoint);
        }
        return cut.append('…').toString();
    }
}
