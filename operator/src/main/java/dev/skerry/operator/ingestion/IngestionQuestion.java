package dev.skerry.operator.ingestion;

import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.vectors.CollectionState;
import java.util.List;
import java.util.Optional;

/** What only an IngestionJob wants to know. */
sealed interface IngestionQuestion<A> extends Question<A> {
    /**
     * A collection, and what runs of the job have points there.
     *
     * @param keep the run that is not asked about
     * @param dimensions that it should have
     */
    record CollectionNow(String collection, Optional<String> keep, int dimensions)
            implements IngestionQuestion<CollectionState> {
        @Override
        public CollectionState meanwhile() {
            return new CollectionState.Ready(dimensions, List.of());
        }
    }

    /** Name of the job whose claim to the repository keeps this one from running. */
    record Claim() implements IngestionQuestion<Optional<String>> {
        @Override
        public Optional<String> meanwhile() {
            return Optional.empty();
        }
    }
}
