package dev.skerry.trainer.ingest;

import java.util.Map;

/**
 * How far an ingestion is.
 *
 * @param fraction of the stage, 0 to 1, never falling within it
 * @param metrics what the stage says of itself, as text: {@code bytes}, {@code epoch}, {@code
 *     epochs}, {@code loss}
 */
public record IngestProgress(
        Stage stage, double fraction, Counters counters, Map<String, String> metrics) {

    /**
     * Sums over all files so far.
     *
     * @param files parsed
     * @param filesTotal nodes, 0 until they are listed
     * @param edges distinct pairs of source and target
     */
    public record Counters(
            long files, long filesTotal, long edges, long external, long unresolved) {
        public static final Counters NONE = new Counters(0, 0, 0, 0, 0);
    }
}
