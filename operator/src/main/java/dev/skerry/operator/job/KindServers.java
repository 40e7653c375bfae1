package dev.skerry.operator.job;

import dev.skerry.operator.job.decide.JobAction;
import dev.skerry.operator.job.decide.Question;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** Answers and does what only one kind of job asks for. Faults are values. */
public interface KindServers<P extends HasMetadata> {
    /**
     * @return of the type that the question names
     * @throws IllegalArgumentException for a question that is not the kind's
     */
    Object answer(Question<?> question, P job, Context<P> context);

    /** Why it did not succeed; empty where it did. */
    Optional<String> perform(JobAction.OfKind action, P job);

    /** Of a kind that has neither. */
    static <P extends HasMetadata> KindServers<P> none() {
        return new KindServers<>() {
            @Override
            public Object answer(Question<?> question, P job, Context<P> context) {
                throw new IllegalArgumentException("nobody answers " + question);
            }

            @Override
            public Optional<String> perform(JobAction.OfKind action, P job) {
                throw new IllegalArgumentException("nobody does " + action);
            }
        };
    }
}
