package dev.skerry.tests.faults;

import dev.skerry.tests.cluster.Skerry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A program of the cluster that is away for a while, in one of two ways, until closed. */
final class Outage implements AutoCloseable {
    private final ProcessHandle frozen;

    private Outage(ProcessHandle frozen) {
        this.frozen = frozen;
    }

    /** It takes connections and answers nothing. */
    static Outage freeze(Skerry skerry, Victim victim) {
        var process = victim.process(skerry);
        signal("STOP", process);
        return new Outage(process);
    }

    /** It is killed each time it comes back, until the condition holds. */
    static void keepDead(Skerry skerry, Victim victim, Duration limit, BooleanSupplier until) {
        var deadline = Instant.now().plus(limit);
        while (!until.getAsBoolean()) {
            if (Instant.now().isAfter(deadline))
                throw new IllegalStateException("nothing happened without " + victim);
            victim.killIfThere(skerry);
            pause(Duration.ofMillis(100));
        }
    }

    /** Lasts so long. */
    Outage lasts(Duration time) {
        pause(time);
        return this;
    }

    private static void pause(Duration time) {
        var end = Instant.now().plus(time);
        Awaitility.await()
                .atMost(time.plusSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Instant.now().isAfter(end));
    }

    @Override
    public void close() {
        if (frozen.isAlive()) signal("CONT", frozen);
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0)
                throw new IllegalStateException("kill -" + name + " " + process.pid());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
