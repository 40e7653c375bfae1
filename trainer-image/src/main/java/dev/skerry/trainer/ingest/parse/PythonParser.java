package dev.skerry.trainer.ingest.parse;

import dev.skerry.trainer.ingest.parse.PythonFile.Form;
import dev.skerry.trainer.ingest.parse.PythonFile.Import;
import dev.skerry.trainer.ingest.parse.PythonFile.Name;
import dev.skerry.trainer.ingest.parse.SyntaxQuery.Capture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.treesitter.TreeSitterPython;

/**
 * Imports of Python 2 and 3 wherever they stand: in functions, in {@code try}, after a syntax
 * error.
 */
public final class PythonParser implements FileParser<PythonFile> {

    private static final String IMPORTS =
            """
            (import_statement name: (dotted_name) @import)
            (import_statement name: (aliased_import name: (dotted_name) @import alias: (identifier) @alias))
            (import_from_statement module_name: (_) @from) @statement
            (import_from_statement name: (dotted_name) @name)
            (import_from_statement name: (aliased_import name: (dotted_name) @name alias: (identifier) @alias))
            (import_from_statement (wildcard_import) @name)
            (future_import_statement) @future
            """;
    private static final String GUARDS =
            """
            (if_statement condition: (_) @condition consequence: (block) @guarded)
            """;
    private static final String CALLS =
            """
            (call function: [(identifier) (attribute)] @function arguments: (argument_list) @arguments)
            """;
    private static final String EXPORTS =
            """
            (module (expression_statement (assignment left: (identifier) @exports right: [
                (list (string) @exported) (tuple (string) @exported)])))
            (module (expression_statement (augmented_assignment left: (identifier) @exports right: [
                (list (string) @exported) (tuple (string) @exported)])))
            """;

    private static final Pattern CONDITION =
            Pattern.compile("\\(?\\s*(\\w+\\.)?TYPE_CHECKING\\s*\\)?");
    private static final Pattern DEFINITION =
            Pattern.compile(
                    "^(?:(?:async +)?def +(\\w+)|class +(\\w+)|(\\w+) *(?::[^=\\n]*)?=(?!=))",
                    Pattern.MULTILINE | Pattern.UNICODE_CHARACTER_CLASS);
    private static final int COMPUTED_TEXT = 200;
    private static final int LONGEST_ARGUMENTS = 4096;
    private static final int LONGEST_FUNCTION = 128;
    private static final int LONGEST_NAME = 4096;
    private static final int MOST_IMPORTS = 50_000;

    private final SyntaxQuery plain;
    private final SyntaxQuery full;

    public PythonParser(Duration timeLimit) {
        plain = new SyntaxQuery(new TreeSitterPython(), IMPORTS, timeLimit);
        full =
                new SyntaxQuery(
                        new TreeSitterPython(), IMPORTS + GUARDS + CALLS + EXPORTS, timeLimit);
    }

    @Override
    public PythonFile parse(SourceFile file, byte[] content) {
        var bytes = new String(content, StandardCharsets.ISO_8859_1);
        var found =
                needsFullQuery(bytes)
                        ? full.run(content)
                        : plain.run(content, ImportRegions.of(bytes));
        var reading = new Reading(content);
        found.captures().forEach(reading::accept);
        return reading.finish(file, definitions(content), found.notes());
    }

    private static boolean needsFullQuery(String bytes) {
        return bytes.contains("TYPE_CHECKING")
                || bytes.contains("import_module")
                || bytes.contains("__import__")
                || bytes.contains("__all__");
    }

    /**
     * What is bound at the first column, by the look of the line: only whether a name is there
     * matters.
     */
    private static Set<String> definitions(byte[] content) {
        var names = new HashSet<String>();
        var matcher = DEFINITION.matcher(new String(content, StandardCharsets.UTF_8));
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    names.add(matcher.group(group));
                }
            }
        }
        return names;
    }

    @Override
    public void close() {
        plain.close();
        full.close();
    }

    /** One pass over the captures, which come by position, the wider first. */
    private static final class Reading {
        private final byte[] content;
        private final List<Pending> imports = new ArrayList<>();
        private final Set<String> exported = new HashSet<>();
        private final List<int[]> guarded = new ArrayList<>();
        private final Set<String> limits = new LinkedHashSet<>();
        private boolean typeChecking;
        private boolean allAssigned;
        private Capture statement;
        private String function = "";
        private Pending current;

        Reading(byte[] content) {
            this.content = content;
        }

        /** An import whose names are still being read. */
        private record Pending(
                Form form, Capture at, int line, int level, String module, List<Name> names) {}

        void accept(Capture capture) {
            switch (capture.name()) {
                case "import" -> open(Form.IMPORT, capture, capture.line(), dotted(capture));
                case "statement" -> statement = capture;
                case "from" ->
                        open(
                                Form.FROM,
                                capture,
                                statement == null ? capture.line() : statement.line(),
                                dotted(capture));
                case "future" -> {
                    open(Form.FROM, capture, capture.line(), "__future__");
                    addName("annotations");
                }
                case "name" -> addName(dotted(capture));
                case "alias" -> rename(capture.text(content));
                case "condition" ->
                        typeChecking =
                                capture.end() - capture.start() <= LONGEST_FUNCTION
                                        && CONDITION.matcher(capture.text(content)).matches();
                case "guarded" -> {
                    if (typeChecking) {
                        guarded.add(new int[] {capture.start(), capture.end()});
                    }
                }
                case "function" -> function = last(capture, LONGEST_FUNCTION);
                case "arguments" -> call(capture);
                case "exports" -> allAssigned = capture.text(content).equals("__all__");
                case "exported" -> {
                    if (allAssigned) {
                        PythonCall.literal(capture.text(content)).ifPresent(exported::add);
                    }
                }
                default -> throw new IllegalStateException("capture " + capture.name());
            }
        }

        /** The end of a text that may be long: a chain of calls holds all calls before it. */
        private String last(Capture capture, int bytes) {
            int from = Math.max(capture.start(), capture.end() - bytes);
            return new String(content, from, capture.end() - from, StandardCharsets.UTF_8);
        }

        private void open(Form form, Capture at, int line, String written) {
            current = null;
            if (imports.size() >= MOST_IMPORTS) {
                limits.add(
                        "it has over %d imports: the others are left out".formatted(MOST_IMPORTS));
                return;
            }
            if (written.length() > LONGEST_NAME) {
                limits.add(
                        "an import of over %d characters is not followed".formatted(LONGEST_NAME));
                var shown = written.substring(0, COMPUTED_TEXT);
                imports.add(new Pending(Form.COMPUTED, at, line, 0, shown, List.of()));
                return;
            }
            int level = 0;
            while (level < written.length() && written.charAt(level) == '.') {
                level++;
            }
            current =
                    new Pending(form, at, line, level, written.substring(level), new ArrayList<>());
            imports.add(current);
        }

        private void addName(String name) {
            if (current != null && current.form() == Form.FROM) {
                current.names().add(Name.plain(name));
            }
        }

        private void rename(String alias) {
            if (current == null) {
                return;
            }
            var names = current.names();
            if (current.form() == Form.IMPORT) {
                names.add(new Name(current.module(), alias, true));
            } else if (!names.isEmpty()) {
                names.set(names.size() - 1, new Name(names.getLast().name(), alias, true));
            }
        }

        private void call(Capture arguments) {
            if (!function.equals("__import__")
                    && !function.equals("import_module")
                    && !function.endsWith(".import_module")) {
                return;
            }
            boolean whole = arguments.end() - arguments.start() <= LONGEST_ARGUMENTS;
            var text = whole ? arguments.text(content) : first(arguments, LONGEST_ARGUMENTS);
            var called = whole ? PythonCall.module(text) : Optional.<String>empty();
            if (called.isEmpty()) {
                var shown = text.strip().replaceAll("\\s+", " ");
                shown = shown.substring(0, Math.min(COMPUTED_TEXT, shown.length()));
                imports.add(
                        new Pending(
                                Form.COMPUTED, arguments, arguments.line(), 0, shown, List.of()));
            } else {
                open(Form.CALL, arguments, arguments.line(), called.get());
            }
            current = null;
        }

        private String first(Capture capture, int bytes) {
            return new String(content, capture.start(), bytes, StandardCharsets.UTF_8);
        }

        /**
         * A dotted name without the white space, comments and continued lines that may stand
         * inside.
         */
        private String dotted(Capture capture) {
            var text = capture.text(content);
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c <= ' ' || c == '\\' || c == '#') {
                    return text.replaceAll("#[^\\n]*", "").replaceAll("[\\s\\\\]+", "");
                }
            }
            return text;
        }

        PythonFile finish(SourceFile file, Set<String> definitions, List<String> notes) {
            var guards = new Intervals(guarded);
            var finished = new ArrayList<Import>(imports.size());
            for (var pending : imports) {
                if (pending.form() == Form.FROM && pending.names().isEmpty()) {
                    continue;
                }
                boolean typeOnly = guards.hold(pending.at().start() + 1);
                finished.add(
                        new Import(
                                pending.form(),
                                pending.line(),
                                pending.level(),
                                pending.module(),
                                List.copyOf(pending.names()),
                                typeOnly));
            }
            return new PythonFile(
                    file,
                    List.copyOf(finished),
                    Set.copyOf(definitions),
                    Set.copyOf(exported),
                    Stream.concat(notes.stream(), limits.stream()).toList());
        }
    }
}
