package dev.skerry.local.controlplane;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events as log lines, for programs without a terminal; progress at most every five seconds. */
final class LoggedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedEvents.class);
    private static final long EVERY_NANOS = 5_000_000_000L;
    private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - EVERY_NANOS);

    private LoggedEvents() {}

    static void log(BinaryEvent event) {
        switch (event.step()) {
            case CACHED -> LOG.debug("binary.cached name={}", event.binary().fileName());
            case READY -> LOG.info("binary.ready name={}", event.binary().fileName());
            case WAITING, DOWNLOAD, BUILD -> {
                var last = LAST.get();
                var now = System.nanoTime();
                if (now - last < EVERY_NANOS || !LAST.compareAndSet(last, now)) return;
                LOG.info(
                        "binary.progress name={} step={} done={} total={} message=\"{}\"",
                        event.binary().fileName(),
                        event.step(),
                        event.done(),
                        event.total(),
                        event.message());
            }
        }
    }

    static void log(ServiceEvent event) {
        LOG.info(
                "service.event name={} kind={} message=\"{}\"",
                event.service(),
                event.kind(),
                event.message());
    }
}
