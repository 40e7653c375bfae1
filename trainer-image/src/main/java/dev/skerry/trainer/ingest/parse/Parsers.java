package dev.skerry.trainer.ingest.parse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parsers of one thread, each made when its language first appears. */
public final class Parsers implements AutoCloseable {

    /** What Linux can open. */
    private static final int LONGEST_PATH = 4096;

    private static final int DEEPEST = 256;

    private final Duration timeLimit;
    private PythonParser python;
    private EcmaScriptParser ecmaScript;
    private JavaParser java;

    public Parsers() {
        this(SyntaxQuery.TIME_LIMIT);
    }

    Parsers(Duration timeLimit) {
        this.timeLimit = timeLimit;
    }

    /**
     * Never fails because of a file.
     *
     * @param content empty where the file could not be read or is over {@code maxBytes}
     */
    public ParsedFile parse(SourceFile file, Optional<byte[]> content, long maxBytes) {
        if (content.isEmpty()) {
            return unread(
                    file,
                    file.bytes() > maxBytes
                            ? "not read: %d bytes, over the limit of %d"
                                    .formatted(file.bytes(), maxBytes)
                            : "not read: it is gone or damaged");
        }
        if (file.path().length() > LONGEST_PATH
                || file.path().chars().filter(c -> c == '/').count() > DEEPEST) {
            return unread(
                    file,
                    "not read: its path has over %d characters or %d folders"
                            .formatted(LONGEST_PATH, DEEPEST));
        }
        if (isUtf16(content.get())) {
            return unread(file, "not read: it is UTF-16; save it as UTF-8");
        }
        try {
            return parser(file.language()).parse(file, withoutZeros(content.get()));
        } catch (RuntimeException | StackOverflowError e) {
            return unread(file, "not read: the parser failed with " + e);
        }
    }

    private FileParser<?> parser(Language language) {
        return switch (language) {
            case PYTHON -> python();
            case JAVA -> java();
            case JAVASCRIPT, TYPESCRIPT -> ecmaScript();
        };
    }

    private PythonParser python() {
        if (python == null) {
            python = new PythonParser(timeLimit);
        }
        return python;
    }

    private JavaParser java() {
        if (java == null) {
            java = new JavaParser(timeLimit);
        }
        return java;
    }

    private EcmaScriptParser ecmaScript() {
        if (ecmaScript == null) {
            ecmaScript = new EcmaScriptParser(timeLimit);
        }
        return ecmaScript;
    }

    /** Grammars take a zero for the end of the file; a space in its place keeps all offsets. */
    private static byte[] withoutZeros(byte[] content) {
        byte[] clean = content;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == 0) {
                if (clean == content) {
                    clean = content.clone();
                }
                clean[i] = ' ';
            }
        }
        return clean;
    }

    private static boolean isUtf16(byte[] content) {
        return content.length >= 2
                && (content[0] == (byte) 0xFF && content[1] == (byte) 0xFE
                        || content[0] == (byte) 0xFE && content[1] == (byte) 0xFF);
    }

    /** A node of which nothing is known but that it is there. */
    private static ParsedFile unread(SourceFile file, String note) {
        var notes = List.of(note);
        return switch (file.language()) {
            case PYTHON -> new PythonFile(file, List.of(), Set.of(), Set.of(), notes);
            case JAVA -> unreadJava(file, notes);
            case JAVASCRIPT, TYPESCRIPT -> new EcmaScriptFile(file, List.of(), Map.of(), notes);
        };
    }

    private static JavaFile unreadJava(SourceFile file, List<String> notes) {
        return new JavaFile(file, "", List.of(), Set.of(), Set.of(), Set.of(), Map.of(), notes);
    }

    @Override
    public void close() {
        if (python != null) {
            python.close();
        }
        if (ecmaScript != null) {
            ecmaScript.close();
        }
        if (java != null) {
            java.close();
        }
    }
}
