package dev.skerry.trainer.ingest.parse;

import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.DEFAULT;
import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.NAMESPACE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the statements and calls that the grammar has found, each from its first byte. Not one node
 * is visited: the head of a module statement is regular, and its bytes are here already. Flow's and
 * TypeScript's modifiers are known in every dialect. What does not look as it should is empty,
 * never an exception.
 */
final class EcmaScriptStatements {

    /** A statement without its line. */
    record Head(
            Form form, boolean typeOnly, boolean computed, String specifier, List<Name> names) {}

    private static final Set<String> TYPE_WORDS = Set.of("type", "typeof");
    private static final Set<String> PHASE_WORDS = Set.of("defer", "source");
    private static final int MOST_NAMES = 10_000;
    private static final int LONGEST_COMPUTED = 80;

    private final byte[] source;
    private final EcmaScriptLexer lexer;

    EcmaScriptStatements(byte[] source) {
        this.source = source;
        this.lexer = new EcmaScriptLexer(source);
    }

    /** {@code import …} in all its forms. */
    Optional<Head> importAt(int offset) {
        var names = new ArrayList<Name>();
        if (!lexer.at(offset).next().isWord("import")) {
            return Optional.empty();
        }
        lexer.next();
        if (lexer.isString()) {
            return Optional.of(new Head(Form.IMPORT, false, false, lexer.text(), List.of()));
        }
        boolean typeOnly = modifier(TYPE_WORDS);
        if (!typeOnly) {
            modifier(PHASE_WORDS);
        }
        boolean onlyTypesSoFar = true;
        for (int turn = 0; turn < 4; turn++) {
            if (lexer.is('{')) {
                onlyTypesSoFar &= specifiers(names, false);
            } else if (lexer.is('*')) {
                onlyTypesSoFar = false;
                if (!lexer.next().isWord("as") || !lexer.next().isWord()) {
                    return Optional.empty();
                }
                names.add(new Name(NAMESPACE, lexer.text()));
                lexer.next();
            } else if (lexer.isWord()) {
                onlyTypesSoFar = false;
                String local = lexer.text();
                lexer.next();
                if (lexer.is('=')) {
                    return importEquals(local, typeOnly);
                }
                names.add(new Name(DEFAULT, local));
            } else {
                return Optional.empty();
            }
            if (!lexer.is(',')) {
                break;
            }
            lexer.next();
        }
        boolean nothingLeft = typeOnly || onlyTypesSoFar && !names.isEmpty();
        return from(Form.IMPORT, nothingLeft, names);
    }

    /** {@code export … from "…"}. */
    Optional<Head> exportFromAt(int offset) {
        if (!lexer.at(offset).next().isWord("export")) {
            return Optional.empty();
        }
        var names = new ArrayList<Name>();
        lexer.next();
        boolean typeOnly = modifier(TYPE_WORDS);
        if (lexer.is('*')) {
            String exported = NAMESPACE;
            lexer.next();
            if (lexer.isWord("as")) {
                lexer.next();
                exported = lexer.text();
                lexer.next();
            }
            names.add(new Name(NAMESPACE, exported));
        } else if (lexer.is('{')) {
            typeOnly |= specifiers(names, true) && !names.isEmpty();
        } else if (lexer.isWord()) {
            names.add(new Name(DEFAULT, lexer.text()));
            lexer.next();
        }
        return from(Form.EXPORT_FROM, typeOnly, names);
    }

    /** The braces of {@code export { a as b }}: exported name to local name. */
    Map<String, String> exportClauseAt(int offset) {
        var names = new ArrayList<Name>();
        if (lexer.at(offset).next().is('{')) {
            specifiers(names, true);
        }
        var exports = new LinkedHashMap<String, String>();
        names.forEach(name -> exports.put(name.local(), name.imported()));
        return exports;
    }

    /**
     * The call whose callee ends at {@code offset}: {@code ("…")}, or for {@code require} also
     * {@code .resolve("…")}. Empty where there is no argument or no call at all ({@code
     * import.meta}, {@code require.cache}).
     */
    Optional<Head> callAt(int offset, Form form) {
        lexer.at(offset).next();
        if (lexer.is('?')) {
            lexer.next();
        }
        if (lexer.is('.')) {
            lexer.next();
            if (lexer.isWord("resolve") && form == Form.REQUIRE) {
                lexer.next();
            }
        }
        if (!lexer.is('(')) {
            return Optional.empty();
        }
        lexer.next();
        if (lexer.is(')') || lexer.isEnd()) {
            return Optional.empty();
        }
        int argument = lexer.start();
        if (lexer.isString()) {
            String specifier = lexer.text();
            lexer.next();
            boolean cast = lexer.isWord("as") || lexer.isWord("satisfies") || lexer.is('!');
            if (lexer.is(')') || lexer.is(',') || cast) {
                return Optional.of(
                        new Head(form, form == Form.TYPE_IMPORT, false, specifier, List.of()));
            }
        }
        return Optional.of(new Head(form, false, true, excerpt(argument), List.of()));
    }

    /** The name in {@code module "…"}. */
    Optional<String> moduleNameAt(int offset) {
        lexer.at(offset).next();
        return lexer.isWord("module") && lexer.next().isString()
                ? Optional.of(lexer.text())
                : Optional.empty();
    }

    /** The names that a declarator binds: an identifier, or those of a destructuring pattern. */
    List<String> boundNames(int from, int to) {
        var names = new ArrayList<String>();
        lexer.at(from).next();
        while (!lexer.isEnd() && lexer.start() < to && names.size() < MOST_NAMES) {
            if (lexer.isWord()) {
                String word = lexer.text();
                lexer.next();
                if (!lexer.is(':') || lexer.start() >= to) {
                    names.add(word);
                }
            } else {
                lexer.next();
            }
        }
        return names;
    }

    private Optional<Head> importEquals(String local, boolean typeOnly) {
        if (!lexer.next().isWord("require") || !lexer.next().is('(') || !lexer.next().isString()) {
            return Optional.empty();
        }
        var names = List.of(new Name(NAMESPACE, local));
        return Optional.of(new Head(Form.IMPORT, typeOnly, false, lexer.text(), names));
    }

    private Optional<Head> from(Form form, boolean typeOnly, List<Name> names) {
        if (!lexer.isWord("from") || !lexer.next().isString()) {
            return Optional.empty();
        }
        return Optional.of(new Head(form, typeOnly, false, lexer.text(), names));
    }

    /**
     * Takes a modifier such as {@code type}, unless the word is the default binding itself: {@code
     * import type from}, {@code import type, {…}}, {@code import type = require}.
     */
    private boolean modifier(Set<String> words) {
        if (!lexer.isWord() || !words.contains(lexer.text())) {
            return false;
        }
        int before = lexer.start();
        lexer.next();
        boolean taken = lexer.is('{') || lexer.is('*') || lexer.isWord();
        if (lexer.isWord("from")) {
            taken = lexer.next().isWord();
        }
        lexer.at(before).next();
        if (taken) {
            lexer.next();
        }
        return taken;
    }

    /**
     * Reads from the opening brace to behind the closing one; true if every specifier is a type.
     */
    private boolean specifiers(List<Name> names, boolean exporting) {
        boolean onlyTypes = true;
        lexer.next();
        while (!lexer.is('}') && !lexer.isEnd()) {
            if (lexer.is(',')) {
                lexer.next();
                continue;
            }
            if (!lexer.isWord() && !lexer.isString() || names.size() >= MOST_NAMES) {
                return false;
            }
            boolean type = specifierModifier();
            onlyTypes &= type;
            String imported = lexer.text();
            String local = imported;
            lexer.next();
            if (lexer.isWord("as")) {
                lexer.next();
                local = lexer.text();
                lexer.next();
            }
            names.add(new Name(imported, exporting || !local.isEmpty() ? local : imported));
        }
        lexer.next();
        return onlyTypes;
    }

    private boolean specifierModifier() {
        if (!lexer.isWord() || !TYPE_WORDS.contains(lexer.text())) {
            return false;
        }
        int before = lexer.start();
        lexer.next();
        boolean taken = lexer.isString() || lexer.isWord() && !lexer.text().equals("as");
        if (lexer.isWord("as")) {
            // "type as" alone imports a type named as; "type as x" renames something named type
            lexer.next();
            taken = lexer.is(',') || lexer.is('}') || lexer.isWord("as") && lexer.next().isWord();
        }
        lexer.at(before).next();
        if (taken) {
            lexer.next();
        }
        return taken;
    }

    private String excerpt(int from) {
        int depth = 0;
        int to = from;
        for (; to < source.length && to - from < LONGEST_COMPUTED; to++) {
            byte here = source[to];
            if (here == '(') {
                depth++;
            } else if (here == ')' && depth-- == 0 || here == '\n') {
                break;
            }
        }
        return new String(source, from, to - from, UTF_8).strip();
    }
}
