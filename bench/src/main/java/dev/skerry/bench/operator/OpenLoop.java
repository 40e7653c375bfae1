package dev.skerry.bench.operator;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/** Posts at a given rate, whatever the answers take: a slow answer does not make the next later. */
final class OpenLoop {
    private static final int MOST_IN_FLIGHT = 256;

    private final Figures seconds = new Figures();
    private final Map<Integer, LongAdder> codes = new ConcurrentSkipListMap<>();

    private OpenLoop() {}

    /** One report to be sent. */
    @FunctionalInterface
    interface Post {
        /** Sends it and waits for the answer's code. */
        int status() throws IOException, InterruptedException;
    }

    /**
     * @param posts the i-th
     */
    static OpenLoop run(int perSecond, LongFunction<Post> posts, Duration span)
            throws InterruptedException {
        var loop = new OpenLoop();
        var inFlight = new Semaphore(MOST_IN_FLIGHT);
        long pause = 1_000_000_000L / perSecond;
        long begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i * pause < span.toNanos(); i++) {
                long due = begin + i * pause;
                long left = due - System.nanoTime();
                if (left > 0) Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
                var post = posts.apply(i);
                inFlight.acquire();
                var ignored =
                        threads.submit(
                                () -> {
                                    try {
                                        loop.send(post, due);
                                    } finally {
                                        inFlight.release();
                                    }
                                });
            }
        }
        return loop;
    }

    private void send(Post post, long due) {
        int code = 0;
        try {
            code = post.status();
        } catch (IOException e) {
            code = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seconds.add((System.nanoTime() - due) / 1e9);
        codes.computeIfAbsent(code, c -> new LongAdder()).increment();
    }

    /**
     * @param asked of the 99th percentile, in seconds
     */
    String line(String what, double asked) {
        double p99 = seconds.quantile(.99);
        return "%-32s p50 %.1f ms, p99 %.1f ms (%.2f of the %.0f ms asked), answers %s"
                .formatted(
                        what,
                        seconds.quantile(.5) * 1e3,
                        p99 * 1e3,
                        p99 / asked,
                        asked * 1e3,
                        codes());
    }

    /** How often each code came; 0 is no answer in time. */
    Map<Integer, Long> codes() {
        var counted = new TreeMap<Integer, Long>();
        codes.forEach((code, number) -> counted.put(code, number.sum()));
        return counted;
    }
}
