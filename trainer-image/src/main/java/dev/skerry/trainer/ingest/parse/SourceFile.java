package dev.skerry.trainer.ingest.parse;

/**
 * A node of the import graph.
 *
 * @param id dense, from 0, in the order of {@code files.tsv} (paths in code-point order)
 * @param path relative to the repository root, separated by {@code /}
 */
public record SourceFile(int id, String path, Language language, long bytes) {}
