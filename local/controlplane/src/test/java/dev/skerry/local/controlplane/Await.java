package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, not for a time. */
final class Await {
    private Await() {}

    static void until(String what, Duration limit, Callable<Boolean> condition) throws Exception {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) fail("not within %s: %s", limit, what);
            Thread.sleep(20);
        }
    }
}
