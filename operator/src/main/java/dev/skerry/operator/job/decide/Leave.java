package dev.skerry.operator.job.decide;

import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.operator.attempt.EndReason;
import dev.skerry.operator.job.decide.JobAction.RemoveFinalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * The end of a job that somebody deletes. What it made goes only where the policy says so. A store
 * that stays away, or a program that does not end, holds the object for a limited time from the
 * first try that status records; whatever happened until then, its removal is tried at least once.
 */
final class Leave<S extends JobSpec, O> {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Deciding<S, O> on;
    private final Leftovers<S, O> leftovers;

    Leave(Deciding<S, O> on) {
        this.on = on;
        this.leftovers = new Leftovers<>(on);
    }

    /** Of a job that is held by its finalizer. */
    Draft<O> leave(Draft<O> draft) {
        var since = draft.state().removingSince().or(() -> on.seen().removing()).orElse(on.now());
        var next = draft.with(s -> s.withRemovingSince(Optional.of(since)));
        boolean late = since.plus(LIMIT).isBefore(on.now());
        boolean patient = !late && !on.job().finalizerWaived();
        if (next.state().open().isPresent() && patient)
            return new Stop<>(on).end(next, EndReason.SUPERSEDED);
        var places = places(next);
        var names =
                places.stream()
                        .filter(p -> !p.type().equals(StoredPlaces.TYPE))
                        .map(Place::name)
                        .toList();
        next =
                next.ongoing(
                        Phase.PENDING,
                        JobReason.ENDING,
                        "being deleted",
                        on.kind().words().holding(names)
                                + on.seen().fault().map(f -> ": " + f).orElse(""));
        if (!on.kind().holds(on.job().spec())) return letGo(next, false);
        if (on.job().finalizerWaived())
            return letGo(
                    staying(next, names, "annotation " + on.kind().names().waiver() + " says so"),
                    true);
        boolean complete = true;
        for (var place : places) {
            var removal = leftovers.removal(next, place);
            for (var action : removal.actions()) next = next.doing(action);
            complete &= removal.complete();
        }
        if (late)
            return letGo(
                    staying(
                            next,
                            names,
                            "not all of them could be removed within "
                                    + LIMIT.toMinutes()
                                    + " minutes"),
                    true);
        return complete ? letGo(next, false) : next.wakingAfter(SOON);
    }

    /** Where anything of the job may be, buckets last. */
    private List<Place> places(Draft<O> draft) {
        var all = new LinkedHashSet<>(on.kind().written(on.view(draft)));
        all.addAll(on.kind().kept(draft.state().own()));
        var buckets = new ArrayList<Place>();
        for (var place : draft.state().leftovers())
            if (place.type().equals(StoredPlaces.TYPE)) buckets.add(place);
            else all.add(place);
        all.addAll(buckets);
        draft.state().bucket().ifPresent(b -> all.add(new Place(StoredPlaces.TYPE, b)));
        return List.copyOf(all);
    }

    private Draft<O> staying(Draft<O> draft, List<String> names, String why) {
        return draft.announcing(
                true, JobReason.ENDING, on.kind().words().staying(on.job().uid(), names, why));
    }

    private Draft<O> letGo(Draft<O> draft, boolean whatever) {
        return draft.doing(new RemoveFinalizer(whatever)).wakingAfter(LATER);
    }
}
