package dev.skerry.cli.cluster;

import dev.skerry.local.cluster.PlainWords;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The one place that ends a command early and takes back what it made: by Ctrl-C, by a failure.
 *
 * <p>A command runs as {@link Work} and hands over each thing right after it made it. A signal
 * first ends the work, and only when that has made its last step are the things taken back, the
 * last first; so nothing is made behind the back of what removes it. What was kept stays.
 */
public final class TakeBack {
    /** As a shell says it of a program that SIGINT ended. */
    public static final int INTERRUPTED = 130;

    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(60);
    private static final Duration NUDGE = Duration.ofMillis(200);

    /** What a command does; ends soon when its thread is interrupted. */
    @FunctionalInterface
    public interface Work {
        int run(TakeBack takeBack) throws IOException, InterruptedException;
    }

    /** Removes one thing that was made. */
    @FunctionalInterface
    public interface Undo {
        void run() throws IOException, InterruptedException;
    }

    private final PrintStream out;
    private final Deque<Undo> made = new ArrayDeque<>();
    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread worker = Thread.currentThread();
    private boolean stopping;
    private boolean leaving;
    private boolean late;

    /**
     * For work in this thread.
     *
     * @param out hears what cannot be taken back
     */
    public TakeBack(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs a command's work in this thread; from now on a signal to this JVM stops it as described.
     *
     * @return its exit code, or {@link #INTERRUPTED}
     */
    public static int around(Work work) throws IOException, InterruptedException {
        var takeBack = new TakeBack(System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(takeBack::stop, "take-back"));
        return takeBack.run(work);
    }

    public int run(Work work) throws IOException, InterruptedException {
        try {
            return work.run(this);
        } catch (IOException | InterruptedException | RuntimeException e) {
            // that it was interrupted is all it can say now
            if (isStopping()) return INTERRUPTED;
            throw e;
        } finally {
            leave();
        }
    }

    /**
     * Something was made: this removes it.
     *
     * @throws InterruptedException where the command is just being ended; it is removed then
     */
    public Undo made(Undo undo) throws InterruptedException {
        boolean tooLate;
        synchronized (this) {
            tooLate = late;
            if (!tooLate) made.push(undo);
        }
        if (tooLate) undo(undo);
        goOn();
        return undo;
    }

    /** It was not made after all, or is not ours to remove. */
    public synchronized void forget(Undo undo) {
        made.remove(undo);
    }

    /**
     * From now on all that was made outlives this command.
     *
     * @throws InterruptedException where the command is just being ended; nothing is kept then
     */
    public synchronized void keep() throws InterruptedException {
        goOn();
        made.clear();
    }

    private synchronized void goOn() throws InterruptedException {
        if (stopping) throw new InterruptedException();
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    private void leave() {
        boolean byItself;
        synchronized (this) {
            leaving = true;
            byItself = !stopping;
            // it was for the work, which has ended
            if (stopping) Thread.interrupted();
        }
        if (byItself) undoAll();
        left.countDown();
    }

    /** What a signal does: ends the work and takes back; returns when that is done. */
    public void stop() {
        try {
            endWork();
            undoAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endWork() throws InterruptedException {
        long deadline = System.nanoTime() + LEAVE_LIMIT.toNanos();
        do {
            synchronized (this) {
                stopping |= !leaving;
                if (!leaving) worker.interrupt();
            }
            // once more each time, since a library may have swallowed it
        } while (!left.await(NUDGE.toMillis(), TimeUnit.MILLISECONDS)
                && (!isStopping() || System.nanoTime() < deadline));
    }

    private void undoAll() {
        while (true) {
            Undo next;
            synchronized (this) {
                next = made.poll();
                late = next == null;
            }
            if (next == null) return;
            undo(next);
        }
    }

    private void undo(Undo undo) {
        try {
            undo.run();
        } catch (IOException | RuntimeException e) {
            out.println("skerry: cannot take everything back: " + PlainWords.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
