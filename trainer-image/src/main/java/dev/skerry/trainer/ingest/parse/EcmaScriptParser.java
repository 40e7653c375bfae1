package dev.skerry.trainer.ingest.parse;

import static java.util.Objects.requireNonNull;

import dev.skerry.trainer.ingest.parse.EcmaScriptCaptures.Statements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSPoint;
import org.treesitter.TSQuery;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSQueryProgress;
import org.treesitter.TSRange;
import org.treesitter.TSTree;

/**
 * Reads the imports and exports of JavaScript, JSX, TypeScript and TSX files: one parse and one
 * query over the raw bytes of each. A file that the JavaScript grammar finds wrong is read again as
 * TSX, which knows the type annotations of Flow. One instance per thread; it holds native memory
 * until closed.
 */
public final class EcmaScriptParser implements FileParser<EcmaScriptFile> {

    private static final int UNGUARDED_BYTES = 8 * 1024;

    /** Rows and columns are not asked for. */
    private static final TSPoint NOWHERE = new TSPoint(0, 0);

    private static final byte[] REQUIRE = {'r', 'e', 'q', 'u', 'i', 'r', 'e'};

    private final long limitNanos;
    private final TSQueryCursor cursor = new TSQueryCursor();
    private final TSQueryCursor guardedCursor = new TSQueryCursor();

    /** One object for all files: the binding keeps a native reference to it for each execution. */
    private final TSQueryProgress guard = _ -> System.nanoTime() > this.deadline;

    private long allowedNanos;
    private long deadline;
    private final Map<EcmaScriptGrammar, Reader> readers = new EnumMap<>(EcmaScriptGrammar.class);
    private byte[] buffer = new byte[1 << 16];

    public EcmaScriptParser() {
        this(SyntaxQuery.TIME_LIMIT);
    }

    /**
     * @param timeLimit for one file, after which it has no imports and a note
     */
    public EcmaScriptParser(Duration timeLimit) {
        this.limitNanos = requireNonNull(timeLimit, "timeLimit").toNanos();
    }

    @Override
    public EcmaScriptFile parse(SourceFile file, byte[] content) {
        requireNonNull(content, "content");
        var grammar = EcmaScriptGrammar.ofPath(file.path());
        allowedNanos = SyntaxQuery.allowedNanos(limitNanos, content.length);
        deadline = System.nanoTime() + allowedNanos;
        var statements = read(grammar, content);
        if (statements.hasError() && grammar == EcmaScriptGrammar.JAVASCRIPT) {
            var typed = read(EcmaScriptGrammar.TSX, content);
            statements = typed.hasError() ? statements : typed;
        }
        var references = new ArrayList<>(statements.references());
        if (grammar.isTyped()) {
            references.addAll(0, EcmaScriptDirectives.read(content));
        }
        return new EcmaScriptFile(file, references, statements.exports(), statements.notes());
    }

    private Statements read(EcmaScriptGrammar grammar, byte[] content) {
        var reader = readers.computeIfAbsent(grammar, Reader::new);
        int[] parts = EcmaScriptSkeleton.of(content);
        if (parts.length > 0) {
            var statements = read(grammar, reader, content, parts);
            if (!statements.hasError()) {
                return statements;
            }
        }
        return read(grammar, reader, content, new int[] {0, content.length});
    }

    /**
     * @param parts pairs of offsets between which the parser looks
     */
    private Statements read(EcmaScriptGrammar grammar, Reader reader, byte[] content, int[] parts) {
        var ranges = new TSRange[parts.length / 2];
        for (int i = 0; i < ranges.length; i++) {
            ranges[i] = new TSRange(NOWHERE, NOWHERE, parts[2 * i], parts[2 * i + 1]);
        }
        reader.parser.setIncludedRanges(ranges);
        try (var tree = tree(reader.parser, content)) {
            if (tree == null) {
                reader.parser.reset();
                return Statements.none(
                        "parsing took longer than "
                                + allowedNanos / 1_000_000
                                + " ms; its imports are not known");
            }
            var root = tree.getRootNode();
            var named = reader.query(content);
            return new EcmaScriptCaptures(grammar, content)
                    .collect(root, started(named.query(), root, content), named.names(), deadline);
        }
    }

    /**
     * Matching takes quadratic time in a run of siblings without a name, such as brackets in an
     * error or the holes of a sparse array. Only where that run could be long does the time limit
     * apply, for asking costs time and memory.
     */
    private TSQueryCursor started(TSQuery query, TSNode root, byte[] content) {
        if (content.length < UNGUARDED_BYTES && !root.hasError()) {
            cursor.exec(query, root);
            return cursor;
        }
        guardedCursor.execWithOptions(query, root, guard);
        return guardedCursor;
    }

    private TSTree tree(TSParser parser, byte[] content) {
        if (buffer.length < content.length) {
            buffer = new byte[content.length];
        }
        return parser.parseWithOptions(
                buffer,
                null,
                (target, offset, _) -> {
                    int count = Math.clamp(content.length - offset, 0, target.length);
                    System.arraycopy(content, Math.min(offset, content.length), target, 0, count);
                    return count;
                },
                TSInputEncoding.TSInputEncodingUTF8,
                _ -> System.nanoTime() > deadline);
    }

    @Override
    public void close() {
        cursor.close();
        guardedCursor.close();
        readers.values().forEach(Reader::close);
    }

    /**
     * A query and the names of its captures by index, so that none is asked for across the native
     * border again.
     */
    record NamedQuery(TSQuery query, List<String> names) {
        static NamedQuery of(TSLanguage language, String text) {
            var query = new TSQuery(language, text);
            return new NamedQuery(
                    query,
                    IntStream.range(0, query.getCaptureCount())
                            .mapToObj(query::getCaptureNameForId)
                            .toList());
        }
    }

    /** A grammar's parser and its queries, made on first use. */
    private static final class Reader {
        private final TSParser parser = new TSParser();
        private final TSLanguage language;
        private final EcmaScriptGrammar grammar;
        private final NamedQuery[] queries = new NamedQuery[2];

        Reader(EcmaScriptGrammar grammar) {
            this.grammar = grammar;
            this.language = grammar.language();
            parser.setLanguage(language);
        }

        NamedQuery query(byte[] content) {
            boolean withRequire = contains(content, REQUIRE);
            int index = withRequire ? 1 : 0;
            if (queries[index] == null) {
                queries[index] = NamedQuery.of(language, grammar.query(withRequire));
            }
            return queries[index];
        }

        private static boolean contains(byte[] content, byte[] word) {
            int last = content.length - word.length;
            for (int at = 0; at <= last; at++) {
                int matched = 0;
                while (matched < word.length && content[at + matched] == word[matched]) {
                    matched++;
                }
                if (matched == word.length) {
                    return true;
                }
            }
            return false;
        }

        void close() {
            parser.close();
            for (var named : queries) {
                if (named != null) {
                    named.query().close();
                }
            }
        }
    }
}
