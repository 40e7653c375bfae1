package dev.skerry.operator.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one candidate knows of the lease and what it may do next. Pure: the lease's times are never
 * compared with this machine's clock; what counts is for how long the lease has not been seen to
 * change (as in client-go).
 *
 * @param identity the candidate
 * @param duration how long others wait for a holder who does not renew
 * @param seen the lease when it was last seen to change; empty before
 * @param seenAt when that was, in nanoseconds of this process
 * @param holds whether a write of this candidate stood
 * @param tried when its last writes say it renewed, those too whose answer was lost
 */
record Ballot(
        String identity,
        Duration duration,
        Optional<Lease> seen,
        long seenAt,
        boolean holds,
        List<ZonedDateTime> tried) {
    private static final int TRIES_KEPT = 32;

    /** What to do next. */
    sealed interface Step {
        /** Write this; who succeeds leads. */
        record Write(Lease lease) implements Step {}

        /** Somebody else leads, or may still. */
        record Wait(String holder) implements Step {}

        /** This candidate led and does not any more. */
        record Lost(String why) implements Step {}
    }

    static Ballot of(String identity, Duration duration) {
        return new Ballot(identity, duration, Optional.empty(), 0, false, List.of());
    }

    /** After a look at the lease. A lease that somebody removed counts as it was last seen. */
    Ballot saw(Optional<Lease> lease, long now) {
        if (lease.isEmpty()) return this;
        var version = lease.get().getMetadata().getResourceVersion();
        boolean same =
                seen.isPresent() && version.equals(seen.get().getMetadata().getResourceVersion());
        return same ? this : new Ballot(identity, duration, lease, now, holds, tried);
    }

    /** Before this candidate writes: the write may stand although no answer says so. */
    Ballot tries(Lease lease) {
        var last = tried.subList(Math.max(0, tried.size() - TRIES_KEPT + 1), tried.size());
        var all = new ArrayList<>(last);
        all.add(lease.getSpec().getRenewTime());
        return new Ballot(identity, duration, seen, seenAt, holds, List.copyOf(all));
    }

    /** After this candidate's write succeeded. */
    Ballot wrote(Lease lease, long now) {
        return new Ballot(identity, duration, Optional.of(lease), now, true, tried);
    }

    /**
     * @param current the lease as it stands now, as told to {@link #saw}
     * @param time this machine's time, written for people to read
     */
    Step next(Optional<Lease> current, long now, ZonedDateTime time) {
        var holder = seen.map(Ballot::holder).orElse("");
        if (holds) {
            if (!holder.equals(identity)) return new Step.Lost("held by \"" + holder + "\"");
            if (current.isPresent() && !isOwn(seen.get().getSpec().getRenewTime()))
                return new Step.Lost("another process calls itself \"" + identity + "\" too");
        } else if (!holder.isEmpty() && !holder.equals(identity) && !expired(now)) {
            return new Step.Wait(holder);
        }
        return new Step.Write(mine(current, time));
    }

    /** The lease given back, for whoever looks next. */
    static Lease released(Lease held, ZonedDateTime time) {
        return new LeaseBuilder(held)
                .editSpec()
                .withHolderIdentity("")
                .withLeaseDurationSeconds(1)
                .withRenewTime(micros(time))
                .endSpec()
                .build();
    }

    private Lease mine(Optional<Lease> current, ZonedDateTime time) {
        var now = micros(time);
        var before = current.or(() -> seen).map(Lease::getSpec);
        boolean renewal =
                before.map(LeaseSpec::getHolderIdentity).filter(identity::equals).isPresent();
        int transitions =
                before.map(LeaseSpec::getLeaseTransitions).orElse(0)
                        + (renewal || before.isEmpty() ? 0 : 1);
        var acquired = renewal ? before.map(LeaseSpec::getAcquireTime).orElse(now) : now;
        return current.map(LeaseBuilder::new)
                .orElseGet(LeaseBuilder::new)
                .withNewSpec()
                .withHolderIdentity(identity)
                .withLeaseDurationSeconds((int) duration.toSeconds())
                .withAcquireTime(acquired)
                .withRenewTime(now)
                .withLeaseTransitions(transitions)
                .endSpec()
                .build();
    }

    private boolean expired(long now) {
        var theirs =
                seen.map(Lease::getSpec)
                        .map(LeaseSpec::getLeaseDurationSeconds)
                        .map(Duration::ofSeconds)
                        .orElse(duration);
        return now - seenAt > theirs.toNanos();
    }

    private boolean isOwn(ZonedDateTime renewTime) {
        return renewTime != null && tried.stream().anyMatch(renewTime::isEqual);
    }

    private static String holder(Lease lease) {
        return lease.getSpec() == null || lease.getSpec().getHolderIdentity() == null
                ? ""
                : lease.getSpec().getHolderIdentity();
    }

    private static ZonedDateTime micros(ZonedDateTime time) {
        return time.withZoneSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }
}
