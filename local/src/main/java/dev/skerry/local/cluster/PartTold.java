package dev.skerry.local.cluster;

import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a part says while it starts, as changes of its component. */
record PartTold(Part part, Consumer<UnaryOperator<Component>> changes) implements Part.Said {
    @Override
    public void doing(String what) {
        changes.accept(
                p ->
                        p.with(Condition.STARTING, PlainWords.of(what))
                                .running(part.endpoint(), Supervisor.path(part), part.processes()));
    }

    @Override
    public void preparing(String what, long done, long total) {
        changes.accept(p -> p.progress(PlainWords.of(what), done, total));
    }
}
