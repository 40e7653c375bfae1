package dev.skerry.operator.report;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Bodies that are being read: one of each pod, and so many in all. Thread-safe. */
final class OpenBodies {
    private final int most;
    private final Set<String> pods = new HashSet<>();

    OpenBodies(int most) {
        this.most = most;
    }

    /**
     * @return to be run once it was read or will never be; more than once does no harm. Empty where
     *     there is no room.
     */
    synchronized Optional<Runnable> begin(String pod) {
        if (pods.size() >= most || !pods.add(pod)) return Optional.empty();
        var open = new boolean[] {true};
        return Optional.of(
                () -> {
                    synchronized (this) {
                        if (open[0]) pods.remove(pod);
                        open[0] = false;
                    }
                });
    }
}
