package dev.skerry.operator.job.decide;

import dev.skerry.api.JobReason;
import dev.skerry.api.JobSpec;
import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.job.decide.JobAction.Child;
import dev.skerry.operator.job.decide.JobAction.RemoveChildren;
import dev.skerry.operator.job.decide.PlaceKind.PlaceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What ended runs and attempts left, inside the cluster and outside. */
final class Leftovers<S extends JobSpec, O> {
    static final int PLACES_KEPT = 8;
    private static final int CHILDREN_KEPT = 5;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    private final Deciding<S, O> on;

    Leftovers(Deciding<S, O> on) {
        this.on = on;
    }

    /** Of the kind first, then buckets. */
    List<PlaceKind<S, O>> kinds() {
        var all = new ArrayList<>(on.kind().places());
        all.add(new StoredPlaces<>());
        return all;
    }

    private PlaceKind<S, O> kindOf(Place place) {
        return kinds().stream()
                .filter(k -> k.type().equals(place.type()))
                .findFirst()
                .orElseThrow();
    }

    PlaceState look(Draft<O> draft, Place place) {
        return kindOf(place).look(place.name(), on.view(draft), on.inquiry());
    }

    PlaceKind.Removal removal(Draft<O> draft, Place place) {
        return kindOf(place).removal(place.name(), on.view(draft), on.inquiry());
    }

    /** Something may lie there that does not count; status says so until nothing does. */
    Draft<O> remember(Draft<O> draft, Place place) {
        var state = draft.state();
        if (state.leftovers().contains(place)) return draft;
        var all = new ArrayList<>(state.leftovers());
        all.add(place);
        if (state.leftovers(place.type()).size() < PLACES_KEPT)
            return draft.with(state.withLeftovers(all));
        all.remove(
                all.stream().filter(p -> p.type().equals(place.type())).findFirst().orElseThrow());
        return draft.with(state.withLeftovers(all))
                .announcing(true, JobReason.SWEEPING, kindOf(place).tooMany(on.view(draft)));
    }

    Draft<O> remember(Draft<O> draft, List<Place> places) {
        var next = draft;
        for (var place : places) next = remember(next, place);
        return next;
    }

    /**
     * Takes places off the list that are clean, and removes what does not count from the others.
     *
     * @param which of the remembered ones
     */
    Sweep<O> sweep(Draft<O> draft, List<PlaceKind<S, O>> which) {
        var next = draft;
        var fault = Optional.<String>empty();
        for (var kind : which)
            for (var name : draft.state().leftovers(kind.type())) {
                var place = new Place(kind.type(), name);
                switch (look(next, place)) {
                    case PlaceState.Clean c -> next = next.with(next.state().without(place));
                    case PlaceState.Gone g -> next = next.with(next.state().without(place));
                    case PlaceState.Stale stale -> next = next.doing(stale.removal());
                    case PlaceState.Unseen unseen -> fault = Optional.of(unseen.message());
                }
            }
        return new Sweep<>(next, fault);
    }

    /**
     * @param fault why one of the places cannot be cleaned now
     */
    record Sweep<O>(Draft<O> draft, Optional<String> fault) {}

    /** Goes on removing behind a finished job, and looks again until nothing is left. */
    Draft<O> sweepBehind(Draft<O> draft) {
        var next = sweep(draft, kinds()).draft();
        if (next.state().leftovers().isEmpty()) return next;
        return next.wakingAfter(next.actions().size() > draft.actions().size() ? SOON : LATER);
    }

    /**
     * Jobs with their pods, and ConfigMaps: the newest of the current run and the last of the one
     * before are kept for reading.
     */
    Draft<O> removeOldChildren(Draft<O> draft) {
        int run = draft.state().run();
        int open = draft.state().open().map(a -> a.number()).orElse(0);
        var ours =
                on.seen().jobs().stream()
                        .filter(j -> j.ours() && !j.deleting())
                        .filter(j -> j.run() < run || j.attempt() != open)
                        .sorted(
                                Comparator.comparingInt(ChildJob::run)
                                        .thenComparingInt(ChildJob::attempt)
                                        .reversed())
                        .toList();
        var before = ours.stream().filter(j -> j.run() < run).findFirst();
        var kept =
                Stream.concat(
                                ours.stream().filter(j -> j.run() == run).limit(CHILDREN_KEPT),
                                before.stream())
                        .toList();
        var old =
                ours.stream()
                        .filter(j -> j.run() <= run && !kept.contains(j))
                        .filter(j -> j.state() != ChildJob.State.ACTIVE)
                        .map(j -> new Child(j.name(), Optional.of(j.uid())))
                        .toList();
        return old.isEmpty() ? draft : draft.doing(new RemoveChildren(old));
    }
}
