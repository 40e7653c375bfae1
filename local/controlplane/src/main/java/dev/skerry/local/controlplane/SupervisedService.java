package dev.skerry.local.controlplane;

import dev.skerry.local.controlplane.ServiceEvent.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child that is started again, same command and ports, when it ends by itself or cannot be
 * started again: after 0.2 s, doubled each time up to 10 s. A minute of life forgives all.
 */
final class SupervisedService {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisedService.class);
    private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(1);
    private static final Pattern PORT_TAKEN =
            Pattern.compile("(?i)address already in use|port is already in use");
    private static final int LOG_LINES = 12;

    /** True once the service answers; otherwise what is missing. */
    @FunctionalInterface
    interface Readiness {
        /**
         * @return empty when ready
         */
        String missing() throws InterruptedException;
    }

    /** Between our choosing a port and the service's listening; the next start chooses another. */
    static final class PortTaken extends IOException {
        private static final long serialVersionUID = 1;

        PortTaken(String message) {
            super(message);
        }
    }

    private final Children children;
    private final ChildSpec spec;
    private final Readiness readiness;
    private final ServiceEvent.Listener listener;
    private final Duration grace;
    private Child child;
    private boolean supervised;
    private boolean stopped;
    private int deaths;

    SupervisedService(
            Children children,
            ChildSpec spec,
            Readiness readiness,
            ServiceEvent.Listener listener,
            Duration grace) {
        this.children = children;
        this.spec = spec;
        this.readiness = readiness;
        this.listener = listener;
        this.grace = grace;
    }

    String name() {
        return spec.name();
    }

    synchronized void start() throws IOException {
        LogTail.rotate(spec.logFile());
        tell(Kind.STARTING, spec.name() + " starts");
        launch();
    }

    /**
     * Returns when the service is ready; from then on it is restarted when it dies.
     *
     * @throws IOException with the last lines of its log when it ends before, or is not ready
     *     within the limit
     */
    void awaitReady(Duration limit) throws IOException, InterruptedException {
        var started = System.nanoTime();
        String missing;
        while (!(missing = readiness.missing()).isEmpty()) {
            var running = current();
            if (!running.isAlive()) {
                throw failed("ended with exit code " + running.onExit().join() + " while starting");
            }
            if (System.nanoTime() - started > limit.toNanos()) {
                throw failed(
                        "was not ready within %d s (%s)".formatted(limit.toSeconds(), missing));
            }
            Thread.sleep(25);
        }
        synchronized (this) {
            supervised = true;
            if (!child.isAlive()) diedBySelf(child, child.onExit().join());
        }
        var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
        tell(Kind.READY, "%s is ready after %d ms more".formatted(name(), millis));
    }

    private IOException failed(String what) {
        var log = LogTail.of(spec.logFile(), LOG_LINES);
        if (PORT_TAKEN.matcher(log).find()) {
            return new PortTaken("%s %s: somebody took its port meanwhile".formatted(name(), what));
        }
        return new IOException(
                "%s %s: %s; log: %s\n%s"
                        .formatted(
                                name(),
                                what,
                                LogTail.lastWords(spec.logFile()),
                                spec.logFile(),
                                log));
    }

    synchronized void stop() throws InterruptedException {
        if (stopped) return;
        stopped = true;
        if (child != null && child.isAlive()) {
            var code = child.stop(grace);
            LOG.info("service.stopped name={} exit={}", name(), code);
        }
        tell(Kind.STOPPED, name() + " stopped");
    }

    synchronized Child current() {
        return child;
    }

    ServiceHealth health() throws InterruptedException {
        var now = current();
        Path log = spec.logFile();
        if (now == null || !now.isAlive()) {
            var why = "does not run: " + LogTail.lastWords(log);
            return new ServiceHealth(name(), 0, 0, false, why, log);
        }
        var missing = readiness.missing();
        return new ServiceHealth(
                name(), now.pid(), now.rssBytes(), missing.isEmpty(), missing, log);
    }

    private void launch() throws IOException {
        var started = children.start(spec);
        child = started;
        LOG.info("service.started name={} pid={}", name(), started.pid());
        var watched =
                started.onExit()
                        .thenAccept(
                                code -> {
                                    synchronized (this) {
                                        if (supervised && !stopped && child == started)
                                            diedBySelf(started, code);
                                    }
                                });
        LOG.debug("service.watched name={} ended={}", name(), watched.isDone());
    }

    private void diedBySelf(Child dead, int code) {
        var livedLong =
                Duration.between(dead.startTime(), Instant.now()).compareTo(FORGIVEN_AFTER) > 0;
        if (livedLong) deaths = 0;
        again(dead, "ended with exit code " + code);
    }

    private void again(Child dead, String what) {
        deaths++;
        var delay = Math.min(10_000, 200L << Math.min(deaths - 1, 10));
        tell(Kind.DIED, "%s %s; started again in %d ms".formatted(name(), what, delay));
        LOG.warn(
                "service.died name={} what=\"{}\" deaths={} restartMillis={}",
                name(),
                what,
                deaths,
                delay);
        var restart =
                CompletableFuture.runAsync(
                        () -> restart(dead),
                        CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS));
        LOG.debug("service.restart.scheduled name={} done={}", name(), restart.isDone());
    }

    private synchronized void restart(Child dead) {
        if (stopped || child != dead) return;
        try {
            launch();
            tell(Kind.RESTARTED, name() + " runs again as process " + child.pid());
        } catch (IOException | RuntimeException e) {
            again(dead, "cannot be started: " + e.getMessage());
        }
    }

    private void tell(Kind kind, String message) {
        listener.on(new ServiceEvent(name(), kind, message));
    }
}
