package dev.skerry.operator.leadership;

import dev.skerry.operator.kube.Leases;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands for the lease and keeps it. One thread asks and renews; another watches the clock, so that
 * a call that hangs does not make this process lead longer than it may.
 */
final class Candidacy {
    private static final EventLog LOG = EventLog.of(Candidacy.class);
    private static final Duration GIVING_BACK = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Told on the candidacy's threads. */
    interface Listener {
        /** The lease is ours; called once. */
        void elected();

        /** The lease is renewed; called again and again, not in a hurry. */
        void renewed();

        /** Somebody else leads; called at each change. */
        void waiting(String holder);

        /** The lease was ours and may be somebody else's any moment: stop at once. */
        void lost(String why);
    }

    /**
     * @param duration how long others wait for a holder who does not renew
     * @param deadline how long a holder that cannot renew goes on; shorter than the duration
     * @param pause between two looks
     */
    record Rules(
            String namespace,
            String name,
            String identity,
            Duration duration,
            Duration deadline,
            Duration pause) {}

    private final Leases leases;
    private final Rules rules;
    private final Listener listener;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread standing;
    private final Thread watching;
    private volatile long mayLeadUntil;
    private volatile boolean leads;
    private Ballot ballot;
    private String told = "";

    Candidacy(Leases leases, Rules rules, Listener listener) {
        this.leases = leases;
        this.rules = rules;
        this.listener = listener;
        this.ballot = Ballot.of(rules.identity(), rules.duration());
        this.standing = Thread.ofPlatform().daemon().name("lease").unstarted(this::stand);
        this.watching = Thread.ofPlatform().daemon().name("lease-deadline").unstarted(this::watch);
    }

    void start() {
        standing.start();
        watching.start();
    }

    /**
     * Ends the candidacy; gives the lease back where it is ours. Waits a few seconds at most: the
     * API server may be gone before us.
     */
    void end() throws InterruptedException {
        ending.countDown();
        if (!standing.join(GIVING_BACK))
            LOG.write(LogEvent.LEASE_KEPT, "the API server does not answer");
    }

    private void giveBack() {
        if (!ballot.holds()) return;
        try {
            var given = Ballot.released(ballot.seen().orElseThrow(), now());
            var released = leases.write(given).isPresent();
            LOG.write(
                    released ? LogEvent.LEASE_RELEASED : LogEvent.LEASE_GONE,
                    rules.namespace() + "/" + rules.name(),
                    rules.identity());
        } catch (KubernetesClientException e) {
            LOG.write(LogEvent.LEASE_KEPT, e.getMessage() + "; others wait until it expires");
        }
    }

    private void stand() {
        try {
            while (!ending.await(0, TimeUnit.MILLISECONDS)) {
                boolean again = false;
                try {
                    again = look();
                } catch (KubernetesClientException e) {
                    tell("unknown", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.write(LogEvent.LEASE_LOOK_FAILED, e);
                }
                if (!again && ending.await(rules.pause().toMillis(), TimeUnit.MILLISECONDS)) break;
            }
            giveBack();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether to look again at once: somebody wrote between our look and our write. */
    private boolean look() {
        var current = leases.read(rules.namespace(), rules.name());
        ballot = ballot.saw(current, System.nanoTime());
        switch (ballot.next(current, System.nanoTime(), now())) {
            case Ballot.Step.Wait wait -> tell(wait.holder(), "");
            case Ballot.Step.Lost lost -> listener.lost(lost.why());
            case Ballot.Step.Write write -> {
                return write(write.lease());
            }
        }
        return false;
    }

    /**
     * The time to lead counts from before the write; one that took all of it counts for nothing.
     */
    private boolean write(Lease lease) {
        ballot = ballot.tries(lease);
        long before = System.nanoTime();
        var written = leases.write(named(lease));
        if (written.isEmpty()) return true;
        ballot = ballot.wrote(written.get(), System.nanoTime());
        told = rules.identity();
        long until = before + rules.deadline().toNanos();
        if (!leads && System.nanoTime() - until >= 0) return true;
        mayLeadUntil = until;
        if (leads) listener.renewed();
        else {
            leads = true;
            listener.elected();
        }
        return false;
    }

    private void watch() {
        try {
            while (!ending.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (leads && System.nanoTime() - mayLeadUntil > 0)
                    listener.lost("not renewed for " + rules.deadline().toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String holder, String problem) {
        if (Objects.equals(told, holder)) return;
        told = holder;
        if (!problem.isEmpty())
            LOG.write(LogEvent.LEASE_UNKNOWN, rules.namespace() + "/" + rules.name(), problem);
        else listener.waiting(holder);
    }

    private Lease named(Lease lease) {
        return new LeaseBuilder(lease)
                .editOrNewMetadata()
                .withName(rules.name())
                .withNamespace(rules.namespace())
                .endMetadata()
                .build();
    }

    private static ZonedDateTime now() {
        return ZonedDateTime.now(ZoneOffset.UTC);
    }
}
