package dev.skerry.trainer.ingest.parse;

import java.util.List;

/**
 * What one file says about its imports; one shape per language family, read by that family's
 * resolver.
 */
public sealed interface ParsedFile permits PythonFile, EcmaScriptFile, JavaFile {
    SourceFile file();

    /**
     * What could not be read (syntax errors, a time limit, bytes that are not UTF-8), one sentence
     * each.
     */
    List<String> notes();
}
