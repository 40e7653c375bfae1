package dev.skerry.operator.connections;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedMap;

/**
 * Connections whose TLS handshake has not begun. A handshake is the dearest thing that a stranger
 * can ask for, so only so many begin in a second: those of known addresses first, else each address
 * in its turn. Not thread-safe.
 */
final class Handshakes {
    private static final String ALL = "";

    private final RateLimiter pace;
    private final SequencedMap<String, Queue<Waiting>> known = new LinkedHashMap<>();
    private final SequencedMap<String, Queue<Waiting>> unknown = new LinkedHashMap<>();

    private record Waiting(Visit visit, Runnable begin) {}

    Handshakes(int perSecond) {
        pace = new RateLimiter(perSecond, Math.max(1, perSecond / 10));
    }

    /**
     * @param isKnown somebody has shown a good token from its address
     * @param begin starts the handshake
     */
    void add(Visit visit, boolean isKnown, Runnable begin) {
        (isKnown ? known : unknown)
                .computeIfAbsent(visit.address(), a -> new ArrayDeque<>())
                .add(new Waiting(visit, begin));
    }

    /** Harmless for one that does not wait. */
    void remove(Visit visit) {
        remove(known, visit);
        remove(unknown, visit);
    }

    private static void remove(Map<String, Queue<Waiting>> addresses, Visit visit) {
        addresses.computeIfPresent(
                visit.address(),
                (address, waiting) -> {
                    waiting.removeIf(w -> w.visit().equals(visit));
                    return waiting.isEmpty() ? null : waiting;
                });
    }

    boolean isEmpty() {
        return known.isEmpty() && unknown.isEmpty();
    }

    /** What to do now. */
    sealed interface Next {
        /**
         * @param handshake to be started; it no longer waits
         */
        record Begin(Runnable handshake) implements Next {}

        record Pause(Duration pause) implements Next {}

        record Nobody() implements Next {}
    }

    /**
     * @param now nanoseconds of this process
     */
    Next next(long now) {
        if (isEmpty()) return new Next.Nobody();
        Optional<Duration> pause = pace.take(ALL, now);
        if (pause.isPresent()) return new Next.Pause(pause.get());
        return new Next.Begin(poll(known.isEmpty() ? unknown : known));
    }

    private static Runnable poll(SequencedMap<String, Queue<Waiting>> addresses) {
        var first = addresses.pollFirstEntry();
        var next = first.getValue().remove();
        if (!first.getValue().isEmpty()) addresses.putLast(first.getKey(), first.getValue());
        return next.begin();
    }
}
