package dev.skerry.trainer.ingest.parse;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The triple-slash directives of a TypeScript file ({@code /// <reference path="…" />} and {@code
 * types="…"}), which count only before the first statement.
 */
final class EcmaScriptDirectives {

    private static final Pattern DIRECTIVE =
            Pattern.compile(
                    "^///\\s*<reference\\s+(?:[\\w-]+=[\"'][^\"']*[\"']\\s+)?(path|types)=[\"']([^\"']+)[\"']");
    private static final int LONGEST_LINE = 1000;

    private EcmaScriptDirectives() {}

    static List<Reference> read(byte[] source) {
        var found = new ArrayList<Reference>();
        int line = 1;
        int at = source.length >= 3 && source[0] == (byte) 0xEF ? 3 : 0;
        while (at < source.length) {
            byte here = source[at];
            if (here == '\n') {
                line++;
                at++;
            } else if (here >= 0 && here <= ' ') {
                at++;
            } else if (startsWith(source, at, "//") || at == 0 && startsWith(source, at, "#!")) {
                int end = endOfLine(source, at);
                if (startsWith(source, at, "///")) {
                    directive(source, at, end, line, found);
                }
                at = end;
            } else if (startsWith(source, at, "/*")) {
                int end = at + 2;
                while (end < source.length && !startsWith(source, end, "*/")) {
                    if (source[end++] == '\n') {
                        line++;
                    }
                }
                at = end + 2;
            } else {
                break;
            }
        }
        return found;
    }

    private static void directive(
            byte[] source, int from, int to, int line, List<Reference> found) {
        if (to - from > LONGEST_LINE) {
            return;
        }
        var matcher =
                DIRECTIVE.matcher(new String(source, from, to - from, StandardCharsets.UTF_8));
        if (matcher.find()) {
            var form = matcher.group(1).equals("path") ? Form.REFERENCE_PATH : Form.REFERENCE_TYPES;
            found.add(new Reference(line, form, true, false, matcher.group(2), List.of()));
        }
    }

    private static int endOfLine(byte[] source, int from) {
        int at = from;
        while (at < source.length && source[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean startsWith(byte[] source, int at, String text) {
        if (at + text.length() > source.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (source[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
