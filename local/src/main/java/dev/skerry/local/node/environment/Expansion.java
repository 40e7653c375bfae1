package dev.skerry.local.node.environment;

import java.util.Map;

/**
 * {@code $(NAME)} as Kubernetes defines it: unknown names and unclosed references stay as they are,
 * {@code $$} is one dollar sign.
 */
public final class Expansion {
    private Expansion() {}

    public static String expand(String text, Map<String, String> values) {
        var out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char next = text.charAt(++at);
            int close = next == '(' ? text.indexOf(')', at + 1) : -1;
            if (next == '$') {
                out.append('$');
            } else if (close < 0) {
                out.append('$').append(next);
            } else {
                var reference = text.substring(at + 1, close);
                var value = values.get(reference);
                out.append(value == null ? "$(" + reference + ")" : value);
                at = close;
            }
        }
        return out.toString();
    }
}
