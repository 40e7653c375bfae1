package dev.skerry.operator.leadership;

import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import java.util.function.IntConsumer;

/**
 * Starts the controllers. Whatever is thrown meanwhile, an {@link Error} too, ends the process: a
 * leader without controllers would hold the lease and decide nothing.
 */
final class ControllerStart {
    private static final EventLog LOG = EventLog.of(ControllerStart.class);

    private final Runnable controllers;
    private final IntConsumer exit;

    /**
     * @param controllers returns when they run
     */
    ControllerStart(Runnable controllers, IntConsumer exit) {
        this.controllers = controllers;
        this.exit = exit;
    }

    /** Whether they run now. */
    boolean succeeds() {
        try {
            controllers.run();
            return true;
        } catch (Throwable e) {
            try {
                LOG.write(
                        LogEvent.LEADERSHIP_FAILED,
                        Leadership.BROKEN,
                        "the controllers do not start: " + inOneLine(e));
            } finally {
                exit.accept(Leadership.BROKEN);
            }
            return false;
        }
    }

    private static String inOneLine(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) root = root.getCause();
        var message = root.getMessage() == null ? "" : ": " + root.getMessage();
        return (root.getClass().getSimpleName() + message).replaceAll("\\s+", " ");
    }
}
