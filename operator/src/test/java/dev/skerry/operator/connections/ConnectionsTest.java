package dev.skerry.operator.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.connections.Connections.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final ConnectionLimits LIMITS =
            new ConnectionLimits(6, 4, 100, FIRST, Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final Connections connections = new Connections(LIMITS);

    @Test
    void thereIsRoomUpToTheLimit() {
        for (int i = 0; i < 6; i++)
            assertThat(connections.admit(visit("10.0.0." + i)))
                    .isInstanceOf(Admission.Welcome.class);
        assertThat(connections.size()).isEqualTo(6);
    }

    @Test
    void oneTooManyOfAnAddressTakesThePlaceOfItsOldest() {
        var held = admitted("10.0.0.1", 4);
        assertThat(connections.admit(visit("10.0.0.1")))
                .isEqualTo(new Admission.InsteadOf(held.getFirst()));
        assertThat(connections.size()).isEqualTo(4);
    }

    @Test
    void whereAllIsFullTheAddressThatHoldsTheMostMakesRoom() {
        admitted("10.0.0.1", 2);
        var crowd = admitted("10.0.0.2", 4);
        assertThat(connections.admit(visit("10.0.0.3")))
                .isEqualTo(new Admission.InsteadOf(crowd.getFirst()));
    }

    @Test
    void ofAddressesThatHoldAsMuchTheOldestVisitGoes() {
        var oldest = new Visit("10.0.0.9", () -> {}, -1);
        connections.admit(oldest);
        for (int i = 0; i < 5; i++) admitted("10.0.0." + i, 1);
        assertThat(connections.admit(visit("10.0.1.1"))).isEqualTo(new Admission.InsteadOf(oldest));
    }

    @Test
    void whoHasShownAGoodTokenStaysWhileOthersAreThere() {
        var trusted = admitted("10.0.0.1", 4);
        trusted.forEach(Visit::trust);
        trusted.forEach(v -> v.answered(0));
        var strangers = admitted("10.0.0.2", 2);
        assertThat(connections.admit(visit("10.0.0.3")))
                .isEqualTo(new Admission.InsteadOf(strangers.getFirst()));
    }

    @Test
    void amongTheTrustedTheLongestIdleGoes() {
        var trusted = new ArrayList<Visit>();
        for (int i = 0; i < 6; i++) trusted.addAll(admitted("10.0.0." + i, 1));
        trusted.forEach(Visit::trust);
        trusted.get(2).answered(Duration.ofSeconds(1).toNanos());
        trusted.get(4).answered(Duration.ofSeconds(3).toNanos());
        assertThat(connections.admit(visit("10.0.1.1")))
                .isEqualTo(new Admission.InsteadOf(trusted.get(2)));
    }

    @Test
    void aQuarterOfThePlacesIsForThoseWhoHaveYetToShowTheirToken() {
        var connections =
                new Connections(
                        new ConnectionLimits(8, 8, 100, FIRST, FIRST, FIRST.multipliedBy(6)));
        var idle = new ArrayList<Visit>();
        for (int i = 0; i < 8; i++) {
            idle.add(visit("10.0.0." + i));
            connections.admit(idle.getLast());
            idle.getLast().trust();
            idle.getLast().answered(i);
        }
        var newcomers = new ArrayList<Visit>();
        for (int i = 0; i < 2; i++) {
            newcomers.add(new Visit("10.0.1." + i, () -> {}, i));
            assertThat(connections.admit(newcomers.get(i)))
                    .isEqualTo(new Admission.InsteadOf(idle.get(i)));
        }
        assertThat(connections.admit(visit("10.0.1.9")))
                .isEqualTo(new Admission.InsteadOf(newcomers.getFirst()));
    }

    @Test
    void anAddressIsKnownOnceAGoodTokenCameFromIt() {
        var visit = admitted("10.0.0.1", 1).getFirst();
        assertThat(connections.knows("10.0.0.1")).isFalse();
        visit.trust();
        assertThat(connections.knows("10.0.0.1")).isTrue();
        connections.leave(visit);
        assertThat(connections.knows("10.0.0.1")).isTrue();
        assertThat(connections.knows("10.0.0.2")).isFalse();
    }

    @Test
    void nobodyWhoIsBeingAnsweredGoesForAnother() {
        for (int i = 0; i < 6; i++) {
            var visit = admitted("10.0.0." + i, 1).getFirst();
            visit.trust();
            visit.asks(0);
        }
        assertThat(connections.admit(visit("10.0.1.1"))).isInstanceOf(Admission.NoRoom.class);
        assertThat(connections.size()).isEqualTo(6);
    }

    @Test
    void whoLeavesLeavesOnce() {
        var visit = admitted("10.0.0.1", 1).getFirst();
        connections.leave(visit);
        connections.leave(visit);
        assertThat(connections.size()).isZero();
    }

    @Test
    void eachStateHasItsOwnLimit() {
        var visit = visit("10.0.0.1");
        long now = Duration.ofSeconds(9).toNanos();
        assertThat(visit.left(LIMITS, now)).isEqualTo(Duration.ofSeconds(1));
        visit.asks(now);
        assertThat(visit.left(LIMITS, now)).isEqualTo(Duration.ofSeconds(30));
        visit.answered(now);
        assertThat(visit.left(LIMITS, now + Duration.ofSeconds(61).toNanos())).isNegative();
    }

    @Test
    void asManyAsTheHeapHasRoomFor() {
        assertThat(ConnectionLimits.fitting(128L << 20)).isEqualTo(512);
        assertThat(ConnectionLimits.fitting(16L << 20)).isEqualTo(256);
        assertThat(ConnectionLimits.fitting(1L << 40)).isEqualTo(8192);
    }

    private List<Visit> admitted(String address, int number) {
        var visits = new ArrayList<Visit>();
        for (int i = 0; i < number; i++) {
            var visit = visit(address);
            assertThat(connections.admit(visit)).isInstanceOf(Admission.Welcome.class);
            visits.add(visit);
        }
        return visits;
    }

    private static Visit visit(String address) {
        return new Visit(address, () -> {}, 0);
    }
}
