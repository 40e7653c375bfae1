package dev.skerry.trainer.ingest.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Tokens of the heads of import and export statements, read from the raw bytes: identifiers,
 * strings, templates without substitutions and single punctuation characters. Comments and white
 * space are skipped. It knows nothing of expressions, so it is only ever asked where the grammar
 * has already found a statement or a call.
 */
final class EcmaScriptLexer {

    enum Kind {
        WORD,
        STRING,
        PUNCTUATION,
        END
    }

    private static final int LONGEST_TEXT = 2048;

    private final byte[] source;
    private int position;
    private Kind kind = Kind.END;
    private int start;
    private String text = "";

    EcmaScriptLexer(byte[] source) {
        this.source = source;
    }

    /** Moves before the byte at {@code offset}. */
    EcmaScriptLexer at(int offset) {
        position = offset;
        return this;
    }

    Kind kind() {
        return kind;
    }

    /** The word, the decoded content of the string, or the punctuation character. */
    String text() {
        return text;
    }

    /** Offset of the first byte of the current token. */
    int start() {
        return start;
    }

    /** Offset behind the current token. */
    int position() {
        return position;
    }

    boolean isWord() {
        return kind == Kind.WORD;
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    boolean isString() {
        return kind == Kind.STRING;
    }

    boolean is(char punctuation) {
        return kind == Kind.PUNCTUATION && text.charAt(0) == punctuation;
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    EcmaScriptLexer next() {
        skipBlanks();
        start = position;
        if (position >= source.length) {
            return set(Kind.END, "");
        }
        int first = source[position];
        if (isWordByte(first)) {
            while (position < source.length && isWordByte(source[position])) {
                position++;
            }
            return set(Kind.WORD, decoded(start, position));
        }
        if (first == '"' || first == '\'' || first == '`') {
            return quoted((byte) first);
        }
        position++;
        return set(Kind.PUNCTUATION, String.valueOf((char) (first & 0x7f)));
    }

    private EcmaScriptLexer quoted(byte quote) {
        boolean escaped = false;
        int at = position + 1;
        for (; at < source.length; at++) {
            byte here = source[at];
            if (here == quote) {
                break;
            }
            if (here == '\\') {
                escaped = true;
                at++;
            } else if (here == '\n' && quote != '`'
                    || here == '$'
                            && quote == '`'
                            && at + 1 < source.length
                            && source[at + 1] == '{') {
                position++;
                return set(Kind.PUNCTUATION, String.valueOf((char) quote));
            }
        }
        if (at >= source.length) {
            position = source.length;
            return set(Kind.END, "");
        }
        position = at + 1;
        String content = decoded(start + 1, at);
        return set(Kind.STRING, escaped ? unescaped(content) : content);
    }

    private static String unescaped(String content) {
        var plain = new StringBuilder(content.length());
        for (int at = 0; at < content.length(); at++) {
            char here = content.charAt(at);
            if (here != '\\' || at + 1 == content.length()) {
                plain.append(here);
                continue;
            }
            char code = content.charAt(++at);
            int digits = code == 'x' ? 2 : code == 'u' ? 4 : 0;
            if (digits > 0 && at + digits < content.length()) {
                int value = hexadecimal(content, at + 1, at + 1 + digits);
                if (value >= 0) {
                    plain.append((char) value);
                    at += digits;
                    continue;
                }
            }
            switch (code) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case '0' -> plain.append('\0');
                case '\n' -> {}
                default -> plain.append(code);
            }
        }
        return plain.toString();
    }

    private static int hexadecimal(String content, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = Character.digit(content.charAt(at), 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private void skipBlanks() {
        while (position < source.length) {
            int here = source[position];
            if (here <= ' ' && here >= 0) {
                position++;
            } else if (here == '/' && position + 1 < source.length && source[position + 1] == '/') {
                while (position < source.length && source[position] != '\n') {
                    position++;
                }
            } else if (here == '/' && position + 1 < source.length && source[position + 1] == '*') {
                position += 2;
                while (position < source.length
                        && !(source[position] == '/' && source[position - 1] == '*')) {
                    position++;
                }
                position = Math.min(position + 1, source.length);
            } else {
                return;
            }
        }
    }

    /** Whether a byte may be part of an identifier; every byte of a character beyond ASCII may. */
    static boolean isWordByte(int value) {
        return value >= 'a' && value <= 'z'
                || value >= 'A' && value <= 'Z'
                || value >= '0' && value <= '9'
                || value == '_'
                || value == '$'
                || value < 0;
    }

    private String decoded(int from, int to) {
        return new String(source, from, Math.min(to - from, LONGEST_TEXT), UTF_8);
    }

    private EcmaScriptLexer set(Kind newKind, String newText) {
        kind = newKind;
        text = newText;
        return this;
    }
}
