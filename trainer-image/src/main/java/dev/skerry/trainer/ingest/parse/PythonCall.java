package dev.skerry.trainer.ingest.parse;

import java.util.Optional;
import java.util.regex.Pattern;

/** The arguments of {@code import_module} and {@code __import__} as they are written. */
final class PythonCall {

    private static final Pattern LITERAL =
            Pattern.compile("[rRuU]?(?:\"([^\"\\\\\\n]*)\"|'([^'\\\\\\n]*)')");
    private static final Pattern ARGUMENTS =
            Pattern.compile("\\(([^,()]*+)(?:,([^,()]*+))?(?:,.*)?\\)", Pattern.DOTALL);
    private static final Pattern KEYWORD =
            Pattern.compile("(?:name|package)\\s*+=\\s*+(.*)", Pattern.DOTALL);

    private PythonCall() {}

    /**
     * The module, where it is a literal and, if relative, relative to the importing file's own
     * package.
     *
     * @param arguments with their brackets
     */
    static Optional<String> module(String arguments) {
        var parts = ARGUMENTS.matcher(arguments);
        return parts.matches()
                ? literal(value(parts.group(1)))
                        .filter(name -> !name.isBlank())
                        .filter(name -> !name.startsWith(".") || isOwn(value(parts.group(2))))
                : Optional.empty();
    }

    private static boolean isOwn(String argument) {
        return argument.equals("__package__") || argument.equals("__name__");
    }

    /** An argument without its keyword and the white space around it; empty where absent. */
    private static String value(String argument) {
        var text = argument == null ? "" : argument.strip();
        var keyword = KEYWORD.matcher(text);
        return keyword.matches() ? keyword.group(1) : text;
    }

    /** The content of a string without escapes, empty for everything else. */
    static Optional<String> literal(String text) {
        var matcher = LITERAL.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
}
