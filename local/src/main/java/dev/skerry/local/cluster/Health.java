package dev.skerry.local.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which parts are healthy at this moment; wakes those that wait for them. Thread-safe. */
final class Health {
    private final Set<String> healthy = new HashSet<>();

    synchronized void set(String name, boolean is) {
        boolean changed = is ? healthy.add(name) : healthy.remove(name);
        if (changed) notifyAll();
    }

    /** The first of these that is not healthy. */
    synchronized Optional<String> missing(Collection<String> names) {
        return names.stream().filter(name -> !healthy.contains(name)).findFirst();
    }

    synchronized void await(Collection<String> names) throws InterruptedException {
        while (missing(names).isPresent()) wait();
    }
}
