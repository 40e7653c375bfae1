package dev.skerry.operator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.operator.report.Reporter.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** On a clock of its own; what the API server would say is set by each test. */
class TokenVerifierTest {
    private static final Verified GOOD = new Verified.As(new Reporter("demo", "pod", "uid"));
    private static final Verified REFUSED = new Verified.Refused("not accepted");
    private static final Verified AWAY = new Verified.Unavailable("away");
    private static final int RATE = 10;

    private Verified says = REFUSED;
    private int asked;
    private Duration time = Duration.ZERO;
    private final TokenVerifier tokens =
            new TokenVerifier(
                    token -> {
                        asked++;
                        return says;
                    },
                    RATE,
                    () -> time.toNanos());

    @Test
    void aTokenWhosePodTheApiServerHadNotSeenYetIsTakenSecondsLater() {
        assertThat(verify("a")).isEqualTo(REFUSED);
        says = GOOD;
        pass(Duration.ofSeconds(2));
        assertThat(verify("a")).isEqualTo(GOOD);
    }

    @Test
    void aGoodTokenIsAskedAboutAboutOnceAMinute() {
        says = GOOD;
        for (int second = 0; second < 600; second++) {
            assertThat(verify("a")).isEqualTo(GOOD);
            pass(Duration.ofSeconds(1));
        }
        assertThat(asked).isBetween(10, 14);
    }

    @Test
    void tokensThatCameTogetherAreNotAskedAboutTogetherAgain() {
        says = GOOD;
        for (int token = 0; token < 40; token++) verify("pod-" + token);
        int mostInASecond = 0;
        for (int second = 0; second < 61; second++) {
            int before = asked;
            for (int token = 0; token < 40; token++) verify("pod-" + token);
            mostInASecond = Math.max(mostInASecond, asked - before);
            pass(Duration.ofSeconds(1));
        }
        assertThat(asked).isEqualTo(80);
        assertThat(mostInASecond).isLessThan(10);
    }

    @Test
    void aTokenThatStaysBadIsAskedAboutLessAndLess() {
        for (int tenth = 0; tenth < 10 * 60 * 10; tenth++) {
            assertThat(verify("a")).isEqualTo(REFUSED);
            pass(Duration.ofMillis(100));
        }
        assertThat(asked).as("after 0, 2, 6, 14, 30, 62 s, then each minute").isEqualTo(14);
    }

    @Test
    void aFloodOfForgedTokensIsAskedAboutNoMoreThanTheRateAllows() {
        for (int i = 0; i < 10_000; i++) {
            verify("forged-" + i % 500);
            pass(Duration.ofMillis(1));
        }
        assertThat(asked).isLessThanOrEqualTo(5 * RATE + 10 * RATE + 1);
    }

    @Test
    void anApiServerThatDoesNotAnswerIsAskedAgainAtOnce() {
        says = AWAY;
        assertThat(verify("a")).isEqualTo(AWAY);
        says = GOOD;
        assertThat(verify("a")).isEqualTo(GOOD);
    }

    private Verified verify(String signature) {
        var claims =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"aud\":\"skerry\"}".getBytes(StandardCharsets.UTF_8));
        return tokens.verify("Bearer e30." + claims + "." + signature, "10.0.0.1", Instant.EPOCH);
    }

    private void pass(Duration more) {
        time = time.plus(more);
    }
}
