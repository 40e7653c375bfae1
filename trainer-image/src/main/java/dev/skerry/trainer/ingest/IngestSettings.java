package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import java.util.Optional;

/**
 * One ingestion.
 *
 * @param threads that read and parse
 * @param embedding empty to stop at the graph
 */
public record IngestSettings(
        FetchRequest request, int threads, Optional<Node2VecSettings> embedding) {

    public IngestSettings {
        if (threads < 1 || threads > 1024) {
            throw new IllegalArgumentException("threads: " + threads + " is not in 1 to 1024");
        }
    }
}
