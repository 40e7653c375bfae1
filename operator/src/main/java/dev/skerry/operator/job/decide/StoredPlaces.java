package dev.skerry.operator.job.decide;

import dev.skerry.api.JobSpec;
import dev.skerry.operator.job.decide.JobAction.DeleteStored;
import dev.skerry.operator.storage.StoredLeftovers;
import java.util.List;
import java.util.regex.Pattern;

/** Buckets with checkpoints and reports of ended runs. */
public final class StoredPlaces<S extends JobSpec, O> implements PlaceKind<S, O> {
    public static final String TYPE = "bucket";
    private static final Pattern RUN = Pattern.compile("/r(\\d{1,9})-a\\d{1,9}-[^/]+/$");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public boolean mustBeCleanFirst() {
        return false;
    }

    @Override
    public PlaceState look(String name, RunView<S, O> run, Inquiry inquiry) {
        return switch (inquiry.ask(new Question.StoredNow(name))) {
            case StoredLeftovers.Gone g -> new PlaceState.Gone();
            case StoredLeftovers.Away away -> new PlaceState.Unseen(away.message());
            case StoredLeftovers.There there -> {
                var over = there.prefixes().stream().filter(p -> isOver(run.state(), p)).toList();
                yield over.isEmpty()
                        ? new PlaceState.Clean()
                        : new PlaceState.Stale(
                                new DeleteStored(name, over), "what ended attempts left");
            }
        };
    }

    @Override
    public Removal removal(String name, RunView<S, O> run, Inquiry inquiry) {
        return switch (inquiry.ask(new Question.StoredNow(name))) {
            case StoredLeftovers.Gone g -> new Removal(List.of(), true);
            case StoredLeftovers.There there ->
                    new Removal(List.of(new DeleteStored(name, there.prefixes())), true);
            case StoredLeftovers.Away a -> new Removal(List.of(), false);
        };
    }

    @Override
    public String tooMany(RunView<S, O> run) {
        return "too many former buckets to remember all: checkpoints may stay below %s in one of them"
                .formatted(run.job().places().checkpoints());
    }

    /**
     * Checkpoints of earlier runs are over, and those of this one when it has succeeded: a run that
     * failed may go on from its own.
     */
    private static boolean isOver(RunState<?> state, String prefix) {
        var run = RUN.matcher(prefix);
        return !run.find() || Integer.parseInt(run.group(1)) < state.run() || state.succeeded();
    }
}
