package dev.skerry.trainer.report;

import static java.util.Objects.requireNonNull;

import dev.skerry.api.wire.ReportReply;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reports progress from a thread of its own. Giving it a snapshot never waits: the newest replaces
 * the one before, a prompt one goes out at once (twice a second at most), others in the rhythm that
 * the operator asks for. Work that gives no new one has the newest repeated in that rhythm, so that
 * a hang is seen as reports without movement. Where reports do not get through the newest is kept
 * and handed to {@link Fallback}; the work goes on.
 */
public final class Reporter implements AutoCloseable {

    /**
     * Where a report goes that could not be posted, such as object storage; once for each snapshot,
     * not for its repetitions. Called on the reporter's thread.
     */
    @FunctionalInterface
    public interface Fallback {
        void keep(byte[] report);
    }

    /** Hears what became of reports. */
    public interface Listener {
        void accepted(long seq);

        void lost(long seq, String why);

        /** The operator asks to save what can be resumed and to stop; once. */
        void stopAsked();
    }

    private final HttpReports http;
    private final ReportBody body;
    private final ReportTiming timing;
    private final Fallback fallback;
    private final Listener listener;
    private final Clock clock;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<Snapshot> newest = Optional.empty();
    private boolean pending;
    private boolean prompt;
    private boolean finishing;
    private boolean sending;
    private long nextAt = System.nanoTime();
    private long promptAt = nextAt;
    private long intervalNanos;
    private long seq;
    private byte[] undelivered;
    private volatile boolean stopRequested;

    public Reporter(
            ReportTarget target,
            int run,
            int attempt,
            ReportTiming timing,
            Fallback fallback,
            Listener listener,
            Clock clock) {
        this.http = new HttpReports(target, timing.limit());
        this.body = new ReportBody(run, attempt);
        this.timing = requireNonNull(timing);
        this.fallback = requireNonNull(fallback);
        this.listener = requireNonNull(listener);
        this.clock = requireNonNull(clock);
        this.intervalNanos = timing.interval().toNanos();
        this.thread = Thread.ofPlatform().name("reports").daemon().start(this::work);
    }

    /** In the usual rhythm. */
    public void report(Snapshot snapshot) {
        offer(snapshot, false);
    }

    /** At once: the end of a stage or of an epoch. */
    public void reportPromptly(Snapshot snapshot) {
        offer(snapshot, true);
    }

    /** Whether the operator has asked to save what can be resumed and to stop. */
    public boolean stopRequested() {
        return stopRequested;
    }

    /**
     * Sends a last snapshot and waits for it, no longer than the limit; nothing is reported
     * afterwards.
     *
     * @return the report where it could not be delivered
     */
    public Optional<byte[]> finish(Snapshot last, Duration limit) {
        lock.lock();
        try {
            if (!finishing) {
                finishing = true;
                newest = Optional.of(last);
                pending = true;
                changed.signalAll();
            }
            long left = limit.toNanos();
            while ((pending || sending) && left > 0 && thread.isAlive()) {
                left = changed.awaitNanos(left);
            }
            if (pending || sending) {
                undelivered = body.of(last, seq + 1, clock.instant());
            }
            return Optional.ofNullable(undelivered);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(body.of(last, seq + 1, clock.instant()));
        } finally {
            lock.unlock();
            close();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void offer(Snapshot snapshot, boolean urgent) {
        lock.lock();
        try {
            if (!finishing) {
                newest = Optional.of(snapshot);
                pending = true;
                prompt |= urgent;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try (http) {
            while (!Thread.currentThread().isInterrupted()) {
                awaitDue();
                deliver();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.lock();
            try {
                sending = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Until there is a new snapshot whose time has come, or the newest is to be repeated. */
    private void awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!(finishing && pending)) {
                if (newest.isEmpty() || finishing) {
                    changed.await();
                } else if (early() <= 0 || changed.awaitNanos(early()) <= 0) {
                    break;
                }
            }
            sending = true;
        } finally {
            lock.unlock();
        }
    }

    /** For how many nanoseconds the newest snapshot must wait. */
    private long early() {
        return (prompt ? promptAt : nextAt) - System.nanoTime();
    }

    /**
     * Tries as often as the timing says, with the newest snapshot and a new number each time: a try
     * whose answer was lost must not make the next one look like a replay. A repetition is tried
     * once, as another follows anyway.
     */
    private void deliver() throws InterruptedException {
        boolean news = false;
        boolean last = false;
        for (int tried = 1; ; tried++) {
            byte[] report;
            lock.lockInterruptibly();
            try {
                news |= pending;
                pending = false;
                prompt = false;
                if (finishing && !last) {
                    last = true;
                    tried = 1;
                }
                report = body.of(newest.orElseThrow(), ++seq, clock.instant());
            } finally {
                lock.unlock();
            }
            var delivery = http.post(report);
            if (!(delivery instanceof Delivery.Failed failed) || !news || tried >= timing.tries()) {
                settle(report, delivery, news);
                return;
            }
            pause(timing.pause(tried, failed.retryAfter()), last);
        }
    }

    /** Cut short when the last snapshot comes. */
    private void pause(Duration time, boolean last) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = time.toNanos(); left > 0 && (last || !finishing); ) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void settle(byte[] report, Delivery delivery, boolean news)
            throws InterruptedException {
        var rest = Duration.ZERO;
        switch (delivery) {
            case Delivery.Accepted accepted -> {
                obey(accepted.reply());
                listener.accepted(seq);
            }
            case Delivery.Refused refused -> lose(report, "HTTP " + refused.status(), news);
            case Delivery.Failed failed -> {
                rest = timing.pause(1, failed.retryAfter());
                lose(report, failed.why(), news);
            }
        }
        lock.lockInterruptibly();
        try {
            undelivered = delivery instanceof Delivery.Accepted ? null : report;
            sending = false;
            nextAt = System.nanoTime() + Math.max(intervalNanos, rest.toNanos());
            promptAt = System.nanoTime() + timing.promptInterval().toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void obey(ReportReply reply) {
        if (reply.command() == ReportReply.Command.CHECKPOINT_AND_STOP && !stopRequested) {
            stopRequested = true;
            listener.stopAsked();
        }
        if (reply.intervalSeconds() > 0) {
            intervalNanos = TimeUnit.SECONDS.toNanos(Math.min(reply.intervalSeconds(), 3600));
        }
    }

    private void lose(byte[] report, String why, boolean news) {
        listener.lost(seq, why);
        if (news) {
            fallback.keep(report);
        }
    }
}
