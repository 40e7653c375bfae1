package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.embed.EmbeddingTable;
import dev.skerry.trainer.ingest.fetch.Snapshot.Skipped;
import dev.skerry.trainer.ingest.graph.CsrGraph;
import dev.skerry.trainer.ingest.graph.ImportGraph;
import dev.skerry.trainer.ingest.parse.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything one ingestion found; complete in memory, independent of the repository.
 *
 * @param source as given
 * @param commit full hash, empty for a working tree without commits
 * @param files the nodes, by id
 * @param walkGraph undirected, parallel edges merged; only self-loops if {@code selfLoops}
 * @param selfLoops whether no file refers to another, so that walks stay where they are
 * @param vectors one row for each file, empty where only the graph was asked for
 * @param losses by epoch
 * @param seconds by stage
 */
public record IngestResult(
        String source,
        String commit,
        List<SourceFile> files,
        ImportGraph imports,
        List<FileNote> notes,
        Skipped skipped,
        CsrGraph walkGraph,
        boolean selfLoops,
        Optional<EmbeddingTable> vectors,
        List<Double> losses,
        Map<Stage, Double> seconds) {

    /**
     * Something about a file that was not as it should be; the path is empty for the repository
     * itself.
     */
    public record FileNote(String path, String note) {}

    /** The same with what training made of it. */
    IngestResult with(
            EmbeddingTable newVectors, List<Double> newLosses, Map<Stage, Double> newSeconds) {
        return new IngestResult(
                source,
                commit,
                files,
                imports,
                notes,
                skipped,
                walkGraph,
                selfLoops,
                Optional.of(newVectors),
                newLosses,
                newSeconds);
    }

    /** Whether a file has no edge to another file. */
    public boolean isIsolated(int file) {
        return selfLoops || walkGraph.degree(file) == 0;
    }

    public int isolated() {
        int count = 0;
        for (int i = 0; i < files.size(); i++) {
            count += isIsolated(i) ? 1 : 0;
        }
        return count;
    }
}
