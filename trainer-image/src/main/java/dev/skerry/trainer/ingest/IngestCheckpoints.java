package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.embed.TrainingState;
import java.util.List;

/** Keeps what an ingestion can be gone on from. Called on the thread that runs it. */
public interface IngestCheckpoints {

    /** Nothing is kept. */
    IngestCheckpoints NONE =
            new IngestCheckpoints() {
                @Override
                public void graph(IngestResult graph) {}

                @Override
                public void epoch(TrainingState state, List<Double> losses) {}
            };

    /** The graph is complete and training begins; the result lacks vectors only. */
    void graph(IngestResult graph);

    /**
     * An epoch is complete.
     *
     * @param state valid during the call only
     * @param losses of all epochs so far
     */
    void epoch(TrainingState state, List<Double> losses);
}
