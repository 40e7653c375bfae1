package dev.skerry.operator.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bodies that are being read: one of each pod, a quarter of all for one namespace. Thread-safe. */
final class OpenBodies {
    private final int most;
    private final Map<String, Set<String>> podsByNamespace = new HashMap<>();
    private int open;

    OpenBodies(int most) {
        this.most = most;
    }

    /**
     * @return to be run once it was read or will never be; more than once does no harm. Empty where
     *     there is no room.
     */
    synchronized Optional<Runnable> begin(String namespace, String pod) {
        var pods = podsByNamespace.computeIfAbsent(namespace, n -> new HashSet<>());
        if (open >= most || pods.size() >= most / 4 || !pods.add(pod)) return Optional.empty();
        open++;
        var first = new AtomicBoolean(true);
        return Optional.of(
                () -> {
                    if (first.getAndSet(false)) end(namespace, pod);
                });
    }

    private synchronized void end(String namespace, String pod) {
        var pods = podsByNamespace.get(namespace);
        pods.remove(pod);
        if (pods.isEmpty()) podsByNamespace.remove(namespace);
        open--;
    }
}
