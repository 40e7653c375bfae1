package dev.skerry.trainer.ingest.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * The parts of a file that a grammar must see to find its imports and exports: everything but the
 * insides of long pairs of braces in which none of the words occurs that such a statement begins
 * with. A parser given only these parts finds the same statements at the same offsets in a fraction
 * of the time, for most of a program is function bodies.
 *
 * <p>Braces are matched by a scan that knows strings, templates, comments and regular expressions
 * but guesses where only a grammar could know (is this slash a division?). A wrong guess is no
 * wrong answer: the words are searched in the raw bytes, so no statement is ever left out, and
 * braces matched wrongly leave a text that does not parse, upon which the caller parses the whole.
 */
final class EcmaScriptSkeleton {

    private static final int SHORTEST = 48;
    private static final int DEEPEST = 512;
    private static final int MOST_PARTS = 4096;
    private static final byte[][] WORDS = {
        "import".getBytes(US_ASCII),
        "export".getBytes(US_ASCII),
        "require".getBytes(US_ASCII),
        "module".getBytes(US_ASCII)
    };

    /** Before these characters a slash begins a regular expression. */
    private static final String BEFORE_REGEX = "(,=:[!&|?;+-*%~^>{}";

    private final byte[] source;
    private final int[] words;
    private final int[] openAt = new int[DEEPEST];
    private final boolean[] template = new boolean[DEEPEST];
    private int depth;

    /** Pairs of (first byte left out, first byte kept again), ascending. */
    private int[] gaps = new int[64];

    private int gapLength;

    /**
     * Bytes looked at for an end that was not there; the same ones again and again on long lines.
     */
    private long wasted;

    private EcmaScriptSkeleton(byte[] source) {
        this.source = source;
        this.words = offsetsOfWords(source);
    }

    /**
     * The parts to parse as pairs of (from, to), ascending.
     *
     * @return empty where the whole file has to be parsed
     */
    static int[] of(byte[] source) {
        var skeleton = new EcmaScriptSkeleton(source);
        return skeleton.scan() && skeleton.gapLength > 0 ? skeleton.parts() : new int[0];
    }

    private int[] parts() {
        var parts = new int[gapLength + 2];
        System.arraycopy(gaps, 0, parts, 1, gapLength);
        parts[gapLength + 1] = source.length;
        return parts;
    }

    private boolean scan() {
        int at = 0;
        while (at < source.length) {
            int next =
                    switch (source[at]) {
                        case '"', '\'' -> isWord(at - 1) ? at + 1 : afterString(at);
                        case '`' -> afterTemplate(at + 1);
                        case '/' -> afterSlash(at);
                        case '{' -> open(at, false);
                        case '}' -> close(at);
                        default -> at + 1;
                    };
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return depth == 0;
    }

    private int open(int at, boolean inTemplate) {
        if (depth == DEEPEST) {
            return -1;
        }
        openAt[depth] = at;
        template[depth++] = inTemplate;
        return at + 1;
    }

    private int close(int at) {
        if (depth == 0) {
            return -1;
        }
        int start = openAt[--depth];
        if (template[depth]) {
            return afterTemplate(at + 1);
        }
        if (!isClause(start)) {
            leaveOut(start + 1, at);
        }
        return at + 1;
    }

    /** Takes the place of the parts already left out inside of it. */
    private void leaveOut(int from, int to) {
        if (to - from < SHORTEST || gapLength >= 2 * MOST_PARTS || hasWord(from, to)) {
            return;
        }
        while (gapLength > 0 && gaps[gapLength - 1] > from) {
            gapLength -= 2;
        }
        if (gapLength == gaps.length) {
            gaps = Arrays.copyOf(gaps, gaps.length * 2);
        }
        gaps[gapLength++] = from;
        gaps[gapLength++] = to;
    }

    private boolean hasWord(int from, int to) {
        int index = firstWordFrom(from);
        return index < words.length && words[index] < to;
    }

    private int firstWordFrom(int offset) {
        int index = Arrays.binarySearch(words, offset);
        return index < 0 ? -index - 1 : index;
    }

    /** Whether names stand in these braces: {@code import a, {}, export {}, export const {}}. */
    private boolean isClause(int brace) {
        int index = firstWordFrom(brace) - 1;
        if (index < 0 || brace - words[index] > 200) {
            return false;
        }
        for (int at = words[index]; at < brace; at++) {
            byte here = source[at];
            if (!EcmaScriptLexer.isWordByte(here) && here != ',' && here != '*' && here > ' ') {
                return false;
            }
        }
        String between = new String(source, words[index], brace - words[index], US_ASCII);
        return !between.contains("class")
                && !between.contains("interface")
                && !between.contains("enum");
    }

    private int afterString(int at) {
        byte quote = source[at];
        for (int next = at + 1; next < source.length && source[next] != '\n'; next++) {
            if (source[next] == '\\') {
                next++;
            } else if (source[next] == quote) {
                return next + 1;
            }
        }
        return endless(at);
    }

    private int endless(int at) {
        int end = at;
        while (end < source.length && source[end] != '\n') {
            end++;
        }
        wasted += end - at;
        return wasted > 4L * source.length ? -1 : at + 1;
    }

    private int afterTemplate(int from) {
        for (int at = from; at < source.length; at++) {
            if (source[at] == '\\') {
                at++;
            } else if (source[at] == '`') {
                return at + 1;
            } else if (source[at] == '$' && at + 1 < source.length && source[at + 1] == '{') {
                return open(at + 1, true);
            }
        }
        return -1;
    }

    private int afterSlash(int at) {
        int second = at + 1 < source.length ? source[at + 1] : 0;
        if (second == '/') {
            int end = at;
            while (end < source.length && source[end] != '\n') {
                end++;
            }
            return end;
        }
        if (second == '*') {
            for (int end = at + 3; end < source.length; end++) {
                if (source[end] == '/' && source[end - 1] == '*') {
                    return end + 1;
                }
            }
            return -1;
        }
        return second != '>' && beginsRegex(at) ? afterRegex(at) : at + 1;
    }

    private boolean beginsRegex(int slash) {
        int before = slash - 1;
        while (before >= 0 && source[before] <= ' ' && source[before] >= 0) {
            before--;
        }
        if (before < 0 || BEFORE_REGEX.indexOf(source[before]) >= 0) {
            return true;
        }
        return endsWith(before, "return") || endsWith(before, "case") || endsWith(before, "typeof");
    }

    private boolean endsWith(int last, String word) {
        int from = last + 1 - word.length();
        if (from < 0 || isWord(from - 1)) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (source[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int afterRegex(int at) {
        boolean inClass = false;
        for (int next = at + 1; next < source.length && source[next] != '\n'; next++) {
            byte here = source[next];
            if (here == '\\') {
                next++;
            } else if (here == '[') {
                inClass = true;
            } else if (here == ']') {
                inClass = false;
            } else if (here == '/' && !inClass) {
                return next + 1;
            }
        }
        return endless(at);
    }

    private boolean isWord(int at) {
        return at >= 0 && EcmaScriptLexer.isWordByte(source[at]);
    }

    private static int[] offsetsOfWords(byte[] source) {
        var found = new int[32];
        int count = 0;
        for (int at = 0; at < source.length; at++) {
            byte here = source[at];
            if ((here == 'i' || here == 'e' || here == 'r' || here == 'm')
                    && isOneOfWords(source, at)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = at;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static boolean isOneOfWords(byte[] source, int at) {
        for (var word : WORDS) {
            if (at + word.length <= source.length
                    && Arrays.equals(source, at, at + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }
}
