package dev.skerry.trainer.ingest.parse;

import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.DEFAULT;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Reference;
import dev.skerry.trainer.ingest.parse.EcmaScriptStatements.Head;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.treesitter.TSNode;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSQueryMatch;

/** Turns the captures of one file's query into statements. Used once. */
final class EcmaScriptCaptures {

    /** What one pass over a file found. */
    record Statements(
            List<Reference> references,
            Map<String, String> exports,
            List<String> notes,
            boolean hasError) {
        static Statements none(String note) {
            return new Statements(List.of(), Map.of(), List.of(note), true);
        }
    }

    private record Placed(int offset, Head head) {}

    private static final String REQUIRE = "require";
    private static final int MOST_REFERENCES = 100_000;
    private static final int TYPE_CHAIN = 12;

    /**
     * Parents under which {@code import("…")} is a type; chains of member accesses are looked
     * through.
     */
    private static final Set<String> TYPE_PARENTS =
            Set.of(
                    "type_annotation",
                    "type_arguments",
                    "type_query",
                    "type_alias_declaration",
                    "union_type",
                    "intersection_type",
                    "array_type",
                    "generic_type",
                    "lookup_type",
                    "tuple_type",
                    "parenthesized_type",
                    "readonly_type",
                    "index_type_query",
                    "conditional_type",
                    "function_type",
                    "constructor_type",
                    "extends_type_clause",
                    "implements_clause",
                    "optional_type",
                    "rest_type",
                    "constraint",
                    "default_type",
                    "type_predicate",
                    "type_predicate_annotation",
                    "asserts",
                    "mapped_type_clause",
                    "nested_type_identifier",
                    "satisfies_expression",
                    "as_expression");

    private static final Set<String> MODULE_MARKS =
            Set.of("import", "from", "clause", "default", "default-name", "declared");

    private final EcmaScriptGrammar grammar;
    private final byte[] source;
    private final EcmaScriptStatements statements;
    private final List<Placed> found = new ArrayList<>();
    private final Map<String, String> exports = new HashMap<>();
    private final List<int[]> declared = new ArrayList<>();
    private final TreeSet<Integer> defaults = new TreeSet<>();
    private final List<int[]> augmentations = new ArrayList<>();

    /** Offsets of the statements that make a file a module. */
    private final List<Integer> marks = new ArrayList<>();

    EcmaScriptCaptures(EcmaScriptGrammar grammar, byte[] source) {
        this.grammar = grammar;
        this.source = source;
        this.statements = new EcmaScriptStatements(source);
    }

    /**
     * @param cursor already started on {@code root}
     */
    Statements collect(TSNode root, TSQueryCursor cursor, List<String> names, long deadline) {
        var notes = new ArrayList<String>();
        var match = new TSQueryMatch();
        while (found.size() < MOST_REFERENCES
                && System.nanoTime() <= deadline
                && cursor.nextMatch(match)) {
            for (var capture : match.getCaptures()) {
                take(names.get(capture.getIndex()), capture.getNode());
            }
        }
        if (found.size() >= MOST_REFERENCES || System.nanoTime() > deadline) {
            notes.add(
                    "reading stopped at the limit for one file, after "
                            + found.size()
                            + " imports");
        }
        declared.forEach(this::declare);
        augment();
        found.sort(Comparator.comparingInt(Placed::offset));
        boolean hasError = root.hasError();
        if (hasError) {
            notes.add("syntax errors; the imports outside of them are kept");
            if (!isUtf8()) {
                notes.add("bytes that are not UTF-8");
            }
        }
        return new Statements(references(), exports, notes, hasError);
    }

    private void take(String capture, TSNode node) {
        int start = node.getStartByte();
        if (MODULE_MARKS.contains(capture)) {
            marks.add(start);
        }
        switch (capture) {
            case "import" -> statements.importAt(start).ifPresent(head -> add(start, head));
            case "from" -> statements.exportFromAt(start).ifPresent(head -> add(start, head));
            case "clause" -> exports.putAll(statements.exportClauseAt(start));
            case "default" -> {
                defaults.add(start + DEFAULT.length());
                exports.putIfAbsent(DEFAULT, DEFAULT);
            }
            case "default-name" -> exports.put(DEFAULT, text(start, node.getEndByte()));
            case "declared" -> declared.add(new int[] {start, node.getEndByte()});
            case "dynamic" -> {
                var form =
                        grammar.isTyped() && isType(node, start)
                                ? Form.TYPE_IMPORT
                                : Form.DYNAMIC_IMPORT;
                statements.callAt(node.getEndByte(), form).ifPresent(head -> add(start, head));
            }
            case "callee" -> {
                if (isRequire(start)) {
                    statements
                            .callAt(start + REQUIRE.length(), Form.REQUIRE)
                            .ifPresent(head -> add(start, head));
                }
            }
            case "augmentation" -> augmentations.add(new int[] {start, node.getEndByte()});
            default ->
                    throw new IllegalStateException("query captures an unknown name: " + capture);
        }
    }

    private void add(int offset, Head head) {
        found.add(new Placed(offset, head));
    }

    /** {@code export default class A} declares no export named A. */
    private void declare(int[] range) {
        var after = defaults.floor(range[0]);
        if (after != null && onlyWords(after, range[0])) {
            return;
        }
        statements.boundNames(range[0], range[1]).forEach(name -> exports.put(name, name));
    }

    private boolean onlyWords(int from, int to) {
        if (to - from > 200) {
            return false;
        }
        for (int at = from; at < to; at++) {
            byte here = source[at];
            if (!EcmaScriptLexer.isWordByte(here) && here != '*' && here > ' ') {
                return false;
            }
        }
        return true;
    }

    /**
     * In a file without imports and exports of its own {@code declare module "x"} describes x and
     * refers to nothing; those inside such a block are not its own.
     */
    private void augment() {
        boolean module = false;
        var blocks = new Intervals(augmentations);
        for (int mark : marks) {
            module |= !blocks.hold(mark);
        }
        for (var block : augmentations) {
            boolean own = module;
            statements
                    .moduleNameAt(block[0])
                    .filter(name -> name.startsWith(".") || own && name.indexOf('*') < 0)
                    .ifPresent(
                            name ->
                                    add(
                                            block[0],
                                            new Head(
                                                    Form.AUGMENTATION,
                                                    true,
                                                    false,
                                                    name,
                                                    List.of())));
        }
    }

    private List<Reference> references() {
        var references = new ArrayList<Reference>(found.size());
        int line = 1;
        int at = 0;
        for (var placed : found) {
            for (; at < placed.offset(); at++) {
                if (source[at] == '\n') {
                    line++;
                }
            }
            var head = placed.head();
            references.add(
                    new Reference(
                            line,
                            head.form(),
                            head.typeOnly(),
                            head.computed(),
                            head.specifier(),
                            head.names()));
        }
        return references;
    }

    private boolean isRequire(int start) {
        int end = start + REQUIRE.length();
        if (end > source.length || end < source.length && EcmaScriptLexer.isWordByte(source[end])) {
            return false;
        }
        for (int i = 0; i < REQUIRE.length(); i++) {
            if (source[start + i] != REQUIRE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Looks at the few nodes above a rare node; {@code import("a") as T} begins with it and is no
     * type.
     */
    private static boolean isType(TSNode node, int start) {
        var above = node.getParent();
        for (int step = 0; step < TYPE_CHAIN && !above.isNull(); step++) {
            String type = above.getType();
            if (TYPE_PARENTS.contains(type)) {
                return above.getStartByte() != start || !type.endsWith("_expression");
            }
            if (!type.equals("call_expression")
                    && !type.equals("member_expression")
                    && !type.equals("subscript_expression")) {
                return false;
            }
            above = above.getParent();
        }
        return false;
    }

    private boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private String text(int from, int to) {
        return new String(source, from, to - from, StandardCharsets.UTF_8);
    }
}
