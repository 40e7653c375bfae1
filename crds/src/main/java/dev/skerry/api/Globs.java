package dev.skerry.api;

import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code repository.include} and {@code exclude} may hold. */
public final class Globs {
    private static final int MAX_LENGTH = 512;
    private static final Pattern ALTERNATIVES = Pattern.compile("\\{[^{}/]*,[^{}/]*}");

    private Globs() {}

    /** What makes a text no glob, or one that can never match what its writer means by it. */
    public static Optional<String> problem(String glob) {
        if (glob.isBlank() || glob.length() > MAX_LENGTH) {
            return Optional.of("a glob has 1 to %d characters".formatted(MAX_LENGTH));
        }
        return misunderstanding(glob)
                .map(what -> "\"%s\" %s".formatted(ForeignText.shown(glob), what));
    }

    private static Optional<String> misunderstanding(String glob) {
        if (glob.startsWith("!")) {
            return Optional.of(
                    "begins with !, and globs cannot be turned round; name what you mean");
        }
        if (glob.contains("\\")) {
            return Optional.of("has a backslash; separate folders by /");
        }
        if (ALTERNATIVES.matcher(glob).find()) {
            return Optional.of("has alternatives in braces; give a glob for each");
        }
        if (!isBalanced(glob)) {
            return Optional.of(
                    "has a bracket without its other one; brackets stand for themselves, use ? for"
                            + " any one character");
        }
        var inner = glob.substring(glob.startsWith("/") ? 1 : 0).split("/", -1);
        for (int i = 0; i < inner.length; i++) {
            if (inner[i].equals(".") || inner[i].equals("..")) {
                return Optional.of("has a step . or ..; write the path from the repository's root");
            }
            if (inner[i].isEmpty() && (i < inner.length - 1 || i == 0)) {
                return Optional.of("names an empty folder; separate folders by one /");
            }
        }
        return Optional.empty();
    }

    private static boolean isBalanced(String glob) {
        int open = 0;
        for (int i = 0; i < glob.length() && open >= 0; i++) {
            open += glob.charAt(i) == '[' ? 1 : glob.charAt(i) == ']' ? -1 : 0;
        }
        return open == 0;
    }
}
