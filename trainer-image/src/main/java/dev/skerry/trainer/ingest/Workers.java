package dev.skerry.trainer.ingest;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Threads that share out numbered items among themselves. Nothing is queued: each takes the next
 * number when it is done, so memory does not depend on who is slow.
 */
final class Workers {

    private static final long LISTEN_EVERY_MILLIS = 100;
    private static final ThreadFactory THREADS =
            Thread.ofPlatform().daemon().name("ingest-", 0).factory();

    private final int threads;
    private final BooleanSupplier stopRequested;

    Workers(int threads, BooleanSupplier stopRequested) {
        this.threads = threads;
        this.stopRequested = stopRequested;
    }

    /** What one thread does; made and closed on that thread. */
    interface Worker extends AutoCloseable {
        void item(int index) throws Exception;

        @Override
        void close();
    }

    /**
     * Runs all items; {@code tick} is called now and then on the calling thread.
     *
     * @throws CancellationException where a stop was requested or the calling thread interrupted
     */
    void run(int items, Callable<Worker> makeWorker, Runnable tick) {
        var next = new AtomicInteger();
        var stop = new AtomicInteger();
        var parts = new ArrayList<Future<?>>();
        try (var pool = Executors.newFixedThreadPool(threads, THREADS)) {
            try {
                for (int t = 0; t < Math.min(threads, Math.max(1, items)); t++) {
                    parts.add(
                            pool.submit(
                                    () -> {
                                        try (var worker = makeWorker.call()) {
                                            for (int i;
                                                    stop.get() == 0
                                                            && (i = next.getAndIncrement())
                                                                    < items; ) {
                                                worker.item(i);
                                            }
                                        }
                                        return null;
                                    }));
                }
                for (var part : parts) {
                    await(part, tick);
                }
            } finally {
                stop.set(1);
            }
        }
        tick.run();
    }

    private void await(Future<?> part, Runnable tick) {
        while (true) {
            try {
                part.get(LISTEN_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillBusy) {
                tick.run();
                if (stopRequested.getAsBoolean()) {
                    throw new CancellationException("a stop was requested");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            } catch (ExecutionException e) {
                throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
            }
        }
    }
}
