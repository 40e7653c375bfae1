package dev.skerry.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.skerry.api.wire.Sha256;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.connections.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Whose token it is, as the API server says. Size, shape and expiry are checked before; answers are
 * remembered for up to a minute by the token's hash; for how long differs from token to token, so
 * that those that came together are not asked about together for ever. A refusal may be the API
 * server's not having seen the pod yet: it is asked about again after two seconds, and each further
 * time after twice as long, up to a minute.
 */
@ApplicationScoped
class TokenVerifier {
    static final String UNCHECKED = "the API server cannot check tokens now";
    private static final int MAX_TOKEN = 8192;
    private static final int MOST_TOKENS = 10_000;
    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final Duration FIRST_REFUSAL = Duration.ofSeconds(2);
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Function<String, Reporter.Verified> ask;
    private final Ticker clock;
    private final ObjectMapper json = new ObjectMapper();
    private final RateLimiter newTokens;
    private final Cache<String, CompletableFuture<Reporter.Verified>> answers;

    /** How long the last refusal of a token was remembered for. */
    private final Cache<String, Duration> refusedLately;

    /** Tokens that were good lately are asked about again whatever a flood from there does. */
    private final Cache<String, Boolean> goodLately;

    @Inject
    TokenVerifier(TokenReviews reviews, OperatorConfig config) {
        this(reviews::ask, config.report().newTokensPerSecond(), Ticker.systemTicker());
    }

    /**
     * @param ask the API server
     * @param rate tokens not known that are asked about a second for one address
     */
    TokenVerifier(Function<String, Reporter.Verified> ask, int rate, Ticker clock) {
        this.ask = ask;
        this.clock = clock;
        newTokens = new RateLimiter(rate, 5 * rate);
        answers =
                Caffeine.newBuilder()
                        .maximumSize(MOST_TOKENS)
                        .ticker(clock)
                        .expireAfter(
                                Expiry.<String, CompletableFuture<Reporter.Verified>>creating(
                                        (key, answer) -> remembered(key)))
                        .build();
        refusedLately = lately();
        goodLately = lately();
    }

    /**
     * @param key hexadecimal digits, evenly spread
     * @return three quarters of a minute, or up to a quarter more
     */
    private static Duration remembered(String key) {
        long quarter = REMEMBERED.toMillis() / 4;
        return Duration.ofMillis(3 * quarter + quarter * Integer.parseInt(key, 0, 2, 16) / 255);
    }

    private <V> Cache<String, V> lately() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_TOKENS)
                .ticker(clock)
                .expireAfterWrite(LATELY)
                .build();
    }

    /**
     * @param address who sends it; bounds how many unknown tokens are asked about
     */
    Reporter.Verified verify(String authorization, String address, Instant now) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return new Reporter.Verified.Refused("send the mounted token as Authorization: Bearer");
        }
        var token = authorization.substring("Bearer ".length()).strip();
        var problem = problemWith(token, now);
        if (problem.isPresent()) return new Reporter.Verified.Refused(problem.get());
        var key = Sha256.hex(token);
        var known = answers.getIfPresent(key);
        if (known != null) return known.join();
        if (goodLately.getIfPresent(key) == null) {
            var pause = newTokens.take(address, clock.read());
            if (pause.isPresent()) return new Reporter.Verified.TooMany(pause.get());
        }
        return askOnce(key, token);
    }

    /** One question for all who come with the same token meanwhile. */
    private Reporter.Verified askOnce(String key, String token) {
        var mine = new CompletableFuture<Reporter.Verified>();
        var theirs = answers.asMap().putIfAbsent(key, mine);
        if (theirs != null) return theirs.join();
        Reporter.Verified answer = new Reporter.Verified.Unavailable(UNCHECKED);
        try {
            answer = ask.apply(token);
        } finally {
            remember(key, answer);
            mine.complete(answer);
        }
        return answer;
    }

    private void remember(String key, Reporter.Verified answer) {
        switch (answer) {
            case Reporter.Verified.As as -> goodLately.put(key, true);
            case Reporter.Verified.Refused refused -> {
                var before = refusedLately.getIfPresent(key);
                var pause = before == null ? FIRST_REFUSAL : before.multipliedBy(2);
                if (pause.compareTo(REMEMBERED) > 0) pause = REMEMBERED;
                refusedLately.put(key, pause);
                answers.policy().expireVariably().orElseThrow().setExpiresAfter(key, pause);
            }
            case Reporter.Verified.Unavailable away -> answers.invalidate(key);
            case Reporter.Verified.TooMany many -> answers.invalidate(key);
        }
    }

    private Optional<String> problemWith(String token, Instant now) {
        if (token.length() > MAX_TOKEN)
            return Optional.of("the token is too long to be one of ours");
        var parts = token.split("\\.", -1);
        if (parts.length != 3) return Optional.of("the token is no JSON web token");
        try {
            var claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
            if (claims == null || !namesAudience(claims.path("aud")))
                return Optional.of("the token is not for audience " + TokenReviews.AUDIENCE);
            if (claims.path("exp").canConvertToLong()
                    && claims.path("exp").asLong() < now.getEpochSecond()) {
                return Optional.of(
                        "the token has expired; read the mounted file anew for each report");
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("the token is no JSON web token");
        }
    }

    private static boolean namesAudience(JsonNode audiences) {
        if (audiences.isTextual()) return TokenReviews.AUDIENCE.equals(audiences.asText());
        for (var audience : audiences)
            if (TokenReviews.AUDIENCE.equals(audience.asText())) return true;
        return false;
    }
}
