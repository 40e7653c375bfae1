package dev.skerry.trainer.ingest.parse;

import dev.skerry.trainer.ingest.parse.SyntaxQuery.Capture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.treesitter.TreeSitterJava;

/** Package, imports, declared types and everything that may name a type. */
public final class JavaParser implements FileParser<JavaFile> {

    /** Only names: what a name means is decided by the resolver, which knows the package. */
    private static final String QUERY =
            """
            (package_declaration (_) @package .)
            (import_declaration) @import
            (program [
                (class_declaration name: (identifier) @top)
                (interface_declaration name: (identifier) @top)
                (enum_declaration name: (identifier) @top)
                (record_declaration name: (identifier) @top)
                (annotation_type_declaration name: (identifier) @top)])
            (class_declaration name: (identifier) @declared)
            (interface_declaration name: (identifier) @declared)
            (enum_declaration name: (identifier) @declared)
            (record_declaration name: (identifier) @declared)
            (annotation_type_declaration name: (identifier) @declared)
            (program [
                (class_declaration body: (_) @body)
                (interface_declaration body: (_) @body)
                (enum_declaration body: (_) @body)
                (record_declaration body: (_) @body)
                (annotation_type_declaration body: (_) @body)])
            (type_parameter (type_identifier) @parameter)
            (type_identifier) @type
            (scoped_type_identifier) @qualified
            (marker_annotation name: (identifier) @type)
            (annotation name: (identifier) @type)
            (marker_annotation name: (scoped_identifier) @qualified)
            (annotation name: (scoped_identifier) @qualified)
            (method_invocation object: (identifier) @type)
            (method_reference . (identifier) @type)
            (record_pattern (identifier) @type)
            (field_access object: (identifier) @type)
            (field_access) @qualified
            """;

    private static final int LONGEST_IMPORT = 4096;
    private static final int MOST_IMPORTS = 50_000;

    private final SyntaxQuery query;

    public JavaParser(Duration timeLimit) {
        query = new SyntaxQuery(new TreeSitterJava(), QUERY, timeLimit);
    }

    @Override
    public JavaFile parse(SourceFile file, byte[] content) {
        var found = query.run(content);
        var reading = new Reading(content);
        found.captures().forEach(reading::accept);
        return reading.finish(file, found.notes());
    }

    @Override
    public void close() {
        query.close();
    }

    /** One pass over the captures, which come by position, the wider first. */
    private static final class Reading {
        private final byte[] content;
        private final List<JavaFile.Import> imports = new ArrayList<>();
        private final Set<String> topLevel = new HashSet<>();
        private final Set<String> declared = new HashSet<>();
        private final Map<String, Integer> references = new HashMap<>();
        private final Set<String> limits = new LinkedHashSet<>();
        private String packageName = "";
        private final Set<String> parameters = new HashSet<>();
        private final Set<String> headerNames = new HashSet<>();
        private int qualifiedUntil = -1;
        private int bodyUntil = -1;

        Reading(byte[] content) {
            this.content = content;
        }

        void accept(Capture capture) {
            switch (capture.name()) {
                case "package" -> {
                    if (capture.end() - capture.start() <= LONGEST_IMPORT) {
                        packageName = compact(capture.text(content));
                    }
                }
                case "import" -> addImport(capture);
                case "top" -> topLevel.add(capture.text(content));
                case "body" -> bodyUntil = capture.end();
                case "declared" -> declared.add(capture.text(content));
                case "parameter" -> parameters.add(capture.text(content));
                case "type" -> {
                    if (capture.start() >= qualifiedUntil) {
                        var name = capture.text(content);
                        references.putIfAbsent(name, capture.line());
                        if (capture.start() >= bodyUntil) {
                            headerNames.add(name);
                        }
                    }
                }
                case "qualified" -> addQualified(capture);
                default -> throw new IllegalStateException("capture " + capture.name());
            }
        }

        /** The outermost purely dotted name counts; the names inside it are its parts. */
        private void addQualified(Capture capture) {
            if (capture.start() < qualifiedUntil) {
                return;
            }
            var name = dottedName(capture);
            if (!name.isEmpty()) {
                references.putIfAbsent(name, capture.line());
                qualifiedUntil = capture.end();
            }
        }

        /**
         * The text without white space if it is nothing but identifiers and dots, otherwise empty.
         */
        private String dottedName(Capture capture) {
            var name = new StringBuilder(Math.min(256, capture.end() - capture.start()));
            for (int i = capture.start(); i < capture.end(); i++) {
                byte b = content[i];
                if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                    continue;
                }
                if (b != '.'
                        && b != '_'
                        && b != '$'
                        && (b & 0x80) == 0
                        && !Character.isLetterOrDigit(b)) {
                    return "";
                }
                if (name.length() >= 1024) {
                    return "";
                }
                name.append((char) (b & 0xff));
            }
            var text = name.toString();
            boolean ascii = text.chars().allMatch(c -> c < 0x80);
            text = ascii ? text : compact(capture.text(content));
            return text.startsWith("this.") || text.startsWith("super.") ? "" : text;
        }

        private void addImport(Capture capture) {
            if (imports.size() >= MOST_IMPORTS) {
                limits.add(
                        "it has over %d imports: the others are left out".formatted(MOST_IMPORTS));
                qualifiedUntil = capture.end();
                return;
            }
            if (capture.end() - capture.start() > LONGEST_IMPORT) {
                limits.add("imports of over %d characters are left out".formatted(LONGEST_IMPORT));
                qualifiedUntil = capture.end();
                return;
            }
            var text = capture.text(content).replaceAll("//[^\\n]*|(?s:/\\*.*?\\*/)", " ").strip();
            if (!text.startsWith("import") || !text.endsWith(";")) {
                return;
            }
            text = text.substring("import".length(), text.length() - 1).strip();
            boolean isStatic = text.matches("static\\s(?s:.*)");
            var name = compact(isStatic ? text.substring("static".length()) : text);
            boolean wildcard = name.endsWith(".*");
            name = wildcard ? name.substring(0, name.length() - 2) : name;
            qualifiedUntil = capture.end();
            if (!name.isEmpty()) {
                imports.add(new JavaFile.Import(name, isStatic, wildcard, capture.line()));
            }
        }

        private static String compact(String text) {
            return text.chars().anyMatch(c -> c <= ' ' || c == '/')
                    ? text.replaceAll("//[^\\n]*|(?s:/\\*.*?\\*/)|\\s+", "")
                    : text;
        }

        JavaFile finish(SourceFile file, List<String> notes) {
            declared.addAll(parameters);
            headerNames.removeAll(parameters);
            headerNames.removeAll(topLevel);
            return new JavaFile(
                    file,
                    packageName,
                    List.copyOf(imports),
                    Set.copyOf(topLevel),
                    Set.copyOf(declared),
                    Set.copyOf(headerNames),
                    Map.copyOf(references),
                    Stream.concat(notes.stream(), limits.stream()).toList());
        }
    }
}
