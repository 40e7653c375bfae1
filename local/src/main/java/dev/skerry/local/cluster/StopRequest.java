package dev.skerry.local.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM, as a wish that the daemon hears when it listens: the JVM then waits until {@link #done},
 * at most {@link #LIMIT}.
 */
final class StopRequest {
    private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private StopRequest() {}

    /** From now on a signal no longer ends the JVM at once. */
    static StopRequest listen() {
        var request = new StopRequest();
        Runtime.getRuntime().addShutdownHook(new Thread(request::ask, "stop"));
        return request;
    }

    private void ask() {
        asked.countDown();
        try {
            if (!done.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) LOG.error("daemon.stop.slow");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /**
     * @return whether it was asked for within the limit
     */
    boolean await(Duration limit) throws InterruptedException {
        return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** All has ended: the JVM may, too. */
    void done() {
        done.countDown();
    }
}
