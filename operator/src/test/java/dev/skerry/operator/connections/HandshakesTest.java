package dev.skerry.operator.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.connections.Handshakes.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Handshakes handshakes = new Handshakes(100);
    private final List<Visit> begun = new ArrayList<>();

    @Test
    void onlySoManyBeginInASecond() {
        for (int i = 0; i < 500; i++) add("10.0.0." + i, 1, false);
        assertThat(begunAt(0)).hasSize(10);
        assertThat(handshakes.next(0)).isEqualTo(new Next.Pause(Duration.ofMillis(10)));
        int number = 0;
        for (long now = 0; now < 2 * SECOND; now += SECOND / 100) number += begunAt(now).size();
        assertThat(number).isBetween(195, 200);
    }

    @Test
    void afterAPauseOnlyAFewBeginAtOnce() {
        for (int i = 0; i < 500; i++) add("10.0.0." + i, 1, false);
        assertThat(begunAt(100 * SECOND)).hasSize(10);
    }

    @Test
    void eachAddressInItsTurn() {
        add("crowd", 5, false);
        add("lonely", 1, false);
        assertThat(begunAt(0))
                .extracting(Visit::address)
                .containsExactly("crowd", "lonely", "crowd", "crowd", "crowd", "crowd");
    }

    @Test
    void knownAddressesFirst() {
        add("stranger", 2, false);
        add("pod", 2, true);
        assertThat(begunAt(0))
                .extracting(Visit::address)
                .containsExactly("pod", "pod", "stranger", "stranger");
    }

    @Test
    void whoWaitsIsServedInTheOrderOfComing() {
        var waiting = add("pod", 3, true);
        assertThat(begunAt(0)).isEqualTo(waiting);
    }

    @Test
    void whoHasGoneIsNotServed() {
        var waiting = add("pod", 2, true);
        var others = add("stranger", 1, false);
        handshakes.remove(waiting.getFirst());
        handshakes.remove(others.getFirst());
        handshakes.remove(others.getFirst());
        assertThat(begunAt(0)).containsExactly(waiting.getLast());
        assertThat(handshakes.next(0)).isEqualTo(new Next.Nobody());
    }

    private List<Visit> add(String address, int number, boolean known) {
        var visits = new ArrayList<Visit>();
        for (int i = 0; i < number; i++) {
            var visit = new Visit(address, () -> {}, 0);
            visits.add(visit);
            handshakes.add(visit, known, () -> begun.add(visit));
        }
        return visits;
    }

    private List<Visit> begunAt(long now) {
        begun.clear();
        while (handshakes.next(now) instanceof Next.Begin(var handshake)) handshake.run();
        return List.copyOf(begun);
    }
}
