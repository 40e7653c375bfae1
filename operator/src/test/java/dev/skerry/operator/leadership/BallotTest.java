package dev.skerry.operator.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.leadership.Ballot.Step;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BallotTest {
    private static final Duration DURATION = Duration.ofSeconds(15);
    private static final long SECOND = 1_000_000_000L;
    private static final ZonedDateTime TIME = ZonedDateTime.parse("2026-01-01T00:00:00Z");

    @Test
    void aLeaseThatNobodyMadeIsCreated() {
        var step = Ballot.of("a", DURATION).next(Optional.empty(), 0, TIME);
        assertThat(written(step).getSpec().getHolderIdentity()).isEqualTo("a");
        assertThat(
                        written(step).getMetadata() == null
                                || written(step).getMetadata().getResourceVersion() == null)
                .isTrue();
    }

    @Test
    void aLeaseOfAnotherIsWaitedForUntilItWasNotSeenToChangeForItsDuration() {
        var lease = lease("b", "1", TIME.minusYears(1));
        var ballot = Ballot.of("a", DURATION).saw(lease, 0);
        assertThat(ballot.next(lease, 15 * SECOND, TIME)).isEqualTo(new Step.Wait("b"));
        var step = ballot.next(lease, 15 * SECOND + 1, TIME);
        assertThat(written(step).getSpec().getHolderIdentity()).isEqualTo("a");
        assertThat(written(step).getSpec().getLeaseTransitions()).isEqualTo(4);
        assertThat(written(step).getMetadata().getResourceVersion()).isEqualTo("1");
    }

    @Test
    void clocksOfTwoMachinesNeedNotAgree() {
        var lease = lease("b", "1", TIME.plusYears(1));
        var ballot = Ballot.of("a", DURATION).saw(lease, 0);
        assertThat(ballot.next(lease, 16 * SECOND, TIME)).isInstanceOf(Step.Write.class);
    }

    @Test
    void aRenewalSeenMeanwhileStartsTheWaitAnew() {
        var ballot = Ballot.of("a", DURATION).saw(lease("b", "1", TIME), 0);
        var renewed = lease("b", "2", TIME);
        ballot = ballot.saw(renewed, 14 * SECOND);
        assertThat(ballot.next(renewed, 20 * SECOND, TIME)).isEqualTo(new Step.Wait("b"));
    }

    @Test
    void aLeaseGivenBackIsTakenAtOnce() {
        var lease = lease("", "1", TIME);
        assertThat(Ballot.of("a", DURATION).saw(lease, 0).next(lease, 1, TIME))
                .isInstanceOf(Step.Write.class);
    }

    @Test
    void theLeaseOfThePredecessorOfTheSameNameIsTakenAtOnce() {
        var lease = lease("a", "1", TIME.minusDays(1));
        var step = Ballot.of("a", DURATION).saw(lease, 0).next(lease, 1, TIME);
        assertThat(written(step).getSpec().getLeaseTransitions()).isEqualTo(3);
        assertThat(written(step).getSpec().getAcquireTime()).isEqualTo(TIME.minusDays(2));
    }

    @Test
    void aLeaderThatFindsAnotherNameHasLost() {
        var ballot = leading();
        var theirs = lease("b", "9", TIME);
        assertThat(ballot.saw(theirs, SECOND).next(theirs, SECOND, TIME))
                .isEqualTo(new Step.Lost("held by \"b\""));
    }

    @Test
    void aLeaderWhoseNameSomebodyElseUsesHasLost() {
        var theirs = lease("a", "9", TIME.plusSeconds(3));
        assertThat(leading().saw(theirs, SECOND).next(theirs, SECOND, TIME))
                .isEqualTo(new Step.Lost("another process calls itself \"a\" too"));
    }

    @Test
    void aRenewalWhoseAnswerWasLostIsTheLeadersOwn() {
        var renewal = lease("a", "9", TIME.plusSeconds(3));
        var ballot = leading().tries(renewal.orElseThrow()).saw(renewal, SECOND);
        assertThat(ballot.next(renewal, SECOND, TIME)).isInstanceOf(Step.Write.class);
    }

    @Test
    void aLeaderMakesALeaseAnewThatSomebodyRemoved() {
        assertThat(leading().next(Optional.empty(), SECOND, TIME)).isInstanceOf(Step.Write.class);
    }

    @Test
    void aRemovedLeaseStillCountsForThoseWhoSawItHeld() {
        var ballot = Ballot.of("a", DURATION).saw(lease("b", "1", TIME), 0);
        assertThat(ballot.saw(Optional.empty(), SECOND).next(Optional.empty(), SECOND, TIME))
                .isEqualTo(new Step.Wait("b"));
    }

    private static Ballot leading() {
        var mine = lease("a", "1", TIME).orElseThrow();
        return Ballot.of("a", DURATION).tries(mine).wrote(mine, 0);
    }

    private static Lease written(Step step) {
        assertThat(step).isInstanceOf(Step.Write.class);
        return ((Step.Write) step).lease();
    }

    private static Optional<Lease> lease(String holder, String version, ZonedDateTime renewed) {
        return Optional.of(
                new LeaseBuilder()
                        .withNewMetadata()
                        .withName("skerry-operator")
                        .withResourceVersion(version)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withLeaseDurationSeconds(15)
                        .withAcquireTime(TIME.minusDays(2))
                        .withRenewTime(renewed)
                        .withLeaseTransitions(3)
                        .endSpec()
                        .build());
    }
}
