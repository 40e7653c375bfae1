package dev.skerry.trainer.ingest.parse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parsers of one thread, each made when its language first appears. */
public final class Parsers implements AutoCloseable {

    private PythonParser python;
    private EcmaScriptParser ecmaScript;
    private JavaParser java;

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
        if (isBinary(content.get())) {
            return unread(file, "not read: it holds zero bytes, so it is no UTF-8 source");
        }
        try {
            return parser(file.language()).parse(file, content.get());
        } catch (RuntimeException | StackOverflowError e) {
            return unread(file, "not read: the parser failed with " + e);
        }
    }

    private FileParser<?> parser(Language language) {
        return switch (language) {
            case PYTHON -> python = python == null ? new PythonParser() : python;
            case JAVA -> java = java == null ? new JavaParser() : java;
            case JAVASCRIPT, TYPESCRIPT ->
                    ecmaScript = ecmaScript == null ? new EcmaScriptParser() : ecmaScript;
        };
    }

    private static boolean isBinary(byte[] content) {
        for (byte b : content) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** A node of which nothing is known but that it is there. */
    private static ParsedFile unread(SourceFile file, String note) {
        var notes = List.of(note);
        return switch (file.language()) {
            case PYTHON -> new PythonFile(file, List.of(), Set.of(), Set.of(), notes);
            case JAVA -> new JavaFile(file, "", List.of(), Set.of(), Set.of(), Map.of(), notes);
            case JAVASCRIPT, TYPESCRIPT -> new EcmaScriptFile(file, List.of(), Map.of(), notes);
        };
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
