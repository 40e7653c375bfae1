package dev.skerry.operator.connections;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/**
 * Who is connected to a port. Where there is no room, who has not shown a good token makes it, the
 * oldest first, from the address that holds the most such connections; then whoever has been idle.
 * A newcomer therefore gets in beside any number of connections that are only held. So that it also
 * has the time to show its token, the idle make room as long as strangers hold less than a quarter.
 */
final class Connections {
    private static final int MOST_KNOWN = 20_000;

    private final ConnectionLimits limits;
    private final Map<String, LinkedHashSet<Visit>> byAddress = new HashMap<>();
    private final Cache<String, Boolean> known =
            Caffeine.newBuilder()
                    .maximumSize(MOST_KNOWN)
                    .expireAfterWrite(Duration.ofMinutes(10))
                    .build();
    private int size;

    Connections(ConnectionLimits limits) {
        this.limits = limits;
    }

    ConnectionLimits limits() {
        return limits;
    }

    /** What became of a newcomer. */
    sealed interface Admission {
        record Welcome() implements Admission {}

        /**
         * @param gone already no longer counted, to be ended by the caller
         */
        record InsteadOf(Visit gone) implements Admission {}

        record NoRoom() implements Admission {}
    }

    synchronized Admission admit(Visit visit) {
        var own = byAddress.getOrDefault(visit.address(), new LinkedHashSet<>());
        Optional<Visit> gone = Optional.empty();
        if (own.size() >= limits.mostOfAddress()) {
            gone = first(own);
            if (gone.isEmpty()) return new Admission.NoRoom();
        } else if (size >= limits.most()) {
            gone = leastMissed(visit.address());
            if (gone.isEmpty()) return new Admission.NoRoom();
        }
        gone.ifPresent(this::leave);
        byAddress.computeIfAbsent(visit.address(), a -> new LinkedHashSet<>()).add(visit);
        size++;
        return gone.<Admission>map(Admission.InsteadOf::new).orElseGet(Admission.Welcome::new);
    }

    /** Harmless for one that has left. */
    synchronized void leave(Visit visit) {
        var own = byAddress.get(visit.address());
        if (own == null || !own.remove(visit)) return;
        if (visit.trusted()) known.put(visit.address(), true);
        size--;
        if (own.isEmpty()) byAddress.remove(visit.address());
    }

    synchronized int size() {
        return size;
    }

    /** Whether a good token was shown from there in the last minutes. */
    synchronized boolean knows(String address) {
        return known.getIfPresent(address) != null
                || byAddress.getOrDefault(address, new LinkedHashSet<>()).stream()
                        .anyMatch(Visit::trusted);
    }

    private Optional<Visit> leastMissed(String newcomer) {
        long strangers = byAddress.values().stream().mapToLong(Connections::strangers).sum();
        if (strangers < limits.most() / 4) {
            var idle = longestIdle();
            if (idle.isPresent()) return idle;
        }
        return busiest(newcomer).flatMap(Connections::first).or(this::longestIdle);
    }

    /**
     * The visits of the address with the most that showed no token, the newcomer's among them; of
     * equals that whose oldest has been here longest.
     */
    private Optional<LinkedHashSet<Visit>> busiest(String newcomer) {
        LinkedHashSet<Visit> busiest = null;
        long most = 0;
        for (var address : byAddress.entrySet()) {
            long strangers = strangers(address.getValue());
            if (strangers == 0) continue;
            if (address.getKey().equals(newcomer)) strangers++;
            if (strangers > most || strangers == most && isOlder(address.getValue(), busiest)) {
                most = strangers;
                busiest = address.getValue();
            }
        }
        return Optional.ofNullable(busiest);
    }

    private static boolean isOlder(Collection<Visit> some, Collection<Visit> others) {
        return oldest(some) < oldest(others);
    }

    private static long oldest(Collection<Visit> visits) {
        return visits.stream()
                .filter(v -> !v.trusted())
                .mapToLong(Visit::admittedAt)
                .min()
                .orElseThrow();
    }

    private static long strangers(Collection<Visit> visits) {
        return visits.stream().filter(v -> !v.trusted()).count();
    }

    private static Optional<Visit> first(Collection<Visit> visits) {
        return visits.stream()
                .filter(v -> !v.trusted())
                .findFirst()
                .or(() -> visits.stream().filter(Visit::idle).findFirst());
    }

    private Optional<Visit> longestIdle() {
        long now = System.nanoTime();
        return byAddress.values().stream()
                .flatMap(Collection::stream)
                .filter(Visit::idle)
                .min(Comparator.comparing(v -> v.left(limits, now)));
    }
}
