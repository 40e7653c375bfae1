package dev.skerry.trainer.ingest.parse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSQuery;
import org.treesitter.TSQueryCursor;
import org.treesitter.TSQueryMatch;
import org.treesitter.TSTree;

/**
 * A grammar and a query over raw UTF-8 bytes: offsets are byte offsets of the file as committed.
 * Holds native memory and belongs to one thread. The query may hold no predicates (they are not
 * evaluated).
 */
public final class SyntaxQuery implements AutoCloseable {

    /** Parsing and matching together may take this long for one file. */
    public static final Duration TIME_LIMIT = Duration.ofSeconds(5);

    /**
     * Smaller, flatter files without errors cannot take long, and asking for the time costs time.
     */
    private static final int UNGUARDED_BYTES = 1 << 16;

    private static final int UNGUARDED_DEPTH = 200;
    private static final int CHUNK = 64 * 1024;
    private static final int MATCH_LIMIT = 65_536;

    static {
        NativeGrammars.locate(); // runs before the first grammar is made, which is an argument here
    }

    private final TSParser parser = new TSParser();
    private final TSQuery query;
    private final TSQueryCursor cursor = new TSQueryCursor();
    private final TSQueryMatch match = new TSQueryMatch();
    private final String[] names;
    private final long limitNanos;
    private final byte[] chunk = new byte[CHUNK];

    /**
     * Compiles the query.
     *
     * @param limit for parsing and matching one file together
     */
    public SyntaxQuery(TSLanguage language, String query, Duration limit) {
        if (!parser.setLanguage(language)) {
            throw new IllegalStateException("the grammar does not fit this tree-sitter library");
        }
        this.query = new TSQuery(language, query);
        this.names = new String[this.query.getCaptureCount()];
        for (int i = 0; i < names.length; i++) {
            names[i] = this.query.getCaptureNameForId(i);
        }
        this.cursor.setMatchLimit(MATCH_LIMIT);
        this.limitNanos = limit.toNanos();
    }

    /**
     * One captured node.
     *
     * @param name the capture's name in the query, without {@code @}; the same instance for each
     *     capture of that name
     * @param line from 1
     */
    public record Capture(String name, int start, int end, int line) {
        /** The node's text; bytes that are not UTF-8 become U+FFFD. */
        public String text(byte[] content) {
            return new String(content, start, end - start, StandardCharsets.UTF_8);
        }

        public boolean contains(Capture other) {
            return start <= other.start && other.end <= end;
        }
    }

    /**
     * What the query found.
     *
     * @param captures by start, the wider first
     * @param notes one sentence for each thing that kept the answer from being complete
     */
    public record Captures(List<Capture> captures, List<String> notes) {}

    /**
     * A range of bytes.
     *
     * @param end exclusive
     */
    record Region(int start, int end) {}

    /** Runs the query over the whole file. */
    public Captures run(byte[] content) {
        return run(content, List.of(new Region(0, content.length)));
    }

    /** Runs the query over nodes that lie in some regions, which must not touch. */
    Captures run(byte[] content, List<Region> regions) {
        var captures = new ArrayList<Capture>();
        var notes = new ArrayList<String>(1);
        long allowed = allowedNanos(limitNanos, content.length);
        long deadline = System.nanoTime() + allowed;
        try (var tree = parse(content, deadline)) {
            if (tree == null) {
                parser.reset();
                notes.add("parsing took over " + allowed / 1_000_000 + " ms and was stopped");
                return new Captures(captures, notes);
            }
            var root = tree.getRootNode();
            if (root.hasError()) {
                notes.add("syntax errors: some imports may be missed");
            }
            boolean guarded =
                    root.hasError() || content.length > UNGUARDED_BYTES || isDeep(content);
            boolean inTime = true;
            for (var region : regions) {
                cursor.setByteRange(region.start(), region.end());
                inTime = inTime && collect(root, guarded, deadline, captures);
            }
            if (!inTime) {
                notes.add("matching took over " + allowed / 1_000_000 + " ms and was stopped");
            }
            if (cursor.didExceedMatchLimit()) {
                notes.add("too deeply nested: some imports may be missed");
            }
        }
        captures.sort(
                Comparator.comparingInt(Capture::start)
                        .thenComparing(Capture::end, Comparator.reverseOrder()));
        return new Captures(captures, notes);
    }

    /** A small file gets two seconds, one of 1 MiB and more the whole limit. */
    static long allowedNanos(long limitNanos, int bytes) {
        long least = 2_000_000_000L;
        double share = Math.min(1, bytes / (double) (1 << 20));
        return Math.min(limitNanos, least + (long) (share * limitNanos));
    }

    private static boolean isDeep(byte[] content) {
        int depth = 0;
        for (byte b : content) {
            if (b == '(' || b == '[' || b == '{') {
                if (++depth > UNGUARDED_DEPTH) {
                    return true;
                }
            } else if (b == ')' || b == ']' || b == '}') {
                depth--;
            }
        }
        return false;
    }

    private TSTree parse(byte[] content, long deadline) {
        return parser.parseWithOptions(
                chunk,
                null,
                (buffer, offset, position) -> {
                    int length = Math.min(buffer.length, content.length - offset);
                    if (length <= 0) {
                        return 0;
                    }
                    System.arraycopy(content, offset, buffer, 0, length);
                    return length;
                },
                TSInputEncoding.TSInputEncodingUTF8,
                state -> System.nanoTime() > deadline);
    }

    private boolean collect(TSNode root, boolean guarded, long deadline, List<Capture> captures) {
        if (guarded) {
            // between two matches the cursor may take time quadratic in the depth of the tree
            cursor.execWithOptions(query, root, state -> System.nanoTime() > deadline);
        } else {
            cursor.exec(query, root);
        }
        while (cursor.nextMatch(match)) {
            for (var capture : match.getCaptures()) {
                var node = capture.getNode();
                captures.add(
                        new Capture(
                                names[capture.getIndex()],
                                node.getStartByte(),
                                node.getEndByte(),
                                node.getStartPoint().getRow() + 1));
            }
        }
        return System.nanoTime() <= deadline;
    }

    @Override
    public void close() {
        cursor.close();
        query.close();
        parser.close();
    }
}
