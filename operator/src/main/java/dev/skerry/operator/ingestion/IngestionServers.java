package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJob;
import dev.skerry.operator.ingestion.IngestionAction.DeleteAllPoints;
import dev.skerry.operator.ingestion.IngestionAction.DeletePoints;
import dev.skerry.operator.ingestion.IngestionAction.EnsureCollection;
import dev.skerry.operator.job.KindServers;
import dev.skerry.operator.job.decide.JobAction;
import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.vectors.CollectionState;
import dev.skerry.operator.vectors.VectorCollections;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The vector store, and the other jobs of the namespace. */
@ApplicationScoped
class IngestionServers implements KindServers<IngestionJob> {
    private final VectorCollections collections;

    IngestionServers(VectorCollections collections) {
        this.collections = collections;
    }

    @Override
    public Object answer(Question<?> question, IngestionJob job, Context<IngestionJob> context) {
        if (!(question instanceof IngestionQuestion<?> ours))
            throw new IllegalArgumentException("not a question of ours: " + question);
        return switch (ours) {
            case IngestionQuestion.CollectionNow q ->
                    collections.state(
                            q.collection(),
                            job.getMetadata().getNamespace(),
                            job.getMetadata().getName(),
                            q.keep());
            case IngestionQuestion.Claim q -> claim(job, context);
        };
    }

    private static Optional<String> claim(IngestionJob job, Context<IngestionJob> context) {
        var cache = context.getPrimaryCache();
        return RepositoryClaim.before(
                job,
                cache.list(job.getMetadata().getNamespace())
                        .flatMap(j -> cache.get(ResourceID.fromResource(j)).stream()));
    }

    @Override
    public Optional<String> perform(JobAction.OfKind action, IngestionJob job) {
        if (!(action instanceof IngestionAction ours))
            throw new IllegalArgumentException("not an action of ours: " + action);
        var m = job.getMetadata();
        return switch (ours) {
            case EnsureCollection a -> fault(collections.ensure(a.collection(), a.dimensions()));
            case DeletePoints a ->
                    fault(
                            collections.delete(
                                    a.collection(), m.getNamespace(), m.getName(), a.runIds()));
            case DeleteAllPoints a ->
                    fault(collections.deleteAll(a.collection(), m.getNamespace(), m.getUid()));
        };
    }

    private static Optional<String> fault(Optional<CollectionState> state) {
        return state.map(
                s ->
                        switch (s) {
                            case CollectionState.Away away -> away.message();
                            case CollectionState.Refused refused -> refused.message();
                            case CollectionState.Missing m -> "the collection has gone";
                            case CollectionState.Ready r -> "the collection is in use";
                        });
    }
}
