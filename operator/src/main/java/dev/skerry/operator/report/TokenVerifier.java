package dev.skerry.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.skerry.operator.OperatorConfig;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Asks the API server whose token it is (TokenReview, audience {@code skerry}). Size, shape and
 * expiry are checked before; answers, refusals too, are remembered for a minute by the token's
 * hash.
 */
@ApplicationScoped
class TokenVerifier {
    static final String AUDIENCE = "skerry";
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
    private static final String UNCHECKED = "the API server cannot check tokens now";
    private static final int MAX_TOKEN = 8192;
    private static final int MAX_QUESTIONS = 16;

    private final KubernetesClient client;
    private final ObjectMapper json = new ObjectMapper();
    private final Semaphore questions = new Semaphore(MAX_QUESTIONS);
    private final Allowances newTokens;
    private final Cache<String, CompletableFuture<Reporter.Verified>> answers =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofSeconds(60))
                    .build();

    /** Tokens that were good lately are asked about again whatever a flood from there does. */
    private final Cache<String, Boolean> goodLately =
            Caffeine.newBuilder()
                    .maximumSize(10_000)
                    .expireAfterWrite(Duration.ofMinutes(10))
                    .build();

    TokenVerifier(KubernetesClient client, OperatorConfig config) {
        this.client = client;
        int rate = config.report().newTokensPerSecond();
        this.newTokens = new Allowances(rate, 5 * rate);
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
        var key = sha256(token);
        var known = answers.getIfPresent(key);
        if (known != null) return known.join();
        if (goodLately.getIfPresent(key) == null) {
            var pause = newTokens.take(address, System.nanoTime());
            if (pause.isPresent()) return new Reporter.Verified.TooMany(pause.get());
        }
        var answer = askOnce(key, token);
        if (answer instanceof Reporter.Verified.As) goodLately.put(key, true);
        return answer;
    }

    /** One question for all who come with the same token meanwhile. */
    private Reporter.Verified askOnce(String key, String token) {
        var mine = new CompletableFuture<Reporter.Verified>();
        var theirs = answers.asMap().putIfAbsent(key, mine);
        if (theirs != null) return theirs.join();
        Reporter.Verified answer = new Reporter.Verified.Unavailable(UNCHECKED);
        try {
            answer = askWithin(token);
        } finally {
            if (answer instanceof Reporter.Verified.Unavailable) answers.invalidate(key);
            mine.complete(answer);
        }
        return answer;
    }

    private Optional<String> problemWith(String token, Instant now) {
        if (token.length() > MAX_TOKEN)
            return Optional.of("the token is too long to be one of ours");
        var parts = token.split("\\.", -1);
        if (parts.length != 3) return Optional.of("the token is no JSON web token");
        try {
            var claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
            if (claims == null || !namesAudience(claims.path("aud")))
                return Optional.of("the token is not for audience " + AUDIENCE);
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

    /** At most so many questions at once, whoever asks for them. */
    private Reporter.Verified askWithin(String token) {
        if (!questions.tryAcquire())
            return new Reporter.Verified.Unavailable(
                    "too many tokens are being checked; come back later");
        try {
            return ask(token);
        } finally {
            questions.release();
        }
    }

    private Reporter.Verified ask(String token) {
        TokenReview review;
        try {
            review =
                    client.resource(
                                    new TokenReviewBuilder()
                                            .withNewSpec()
                                            .withToken(token)
                                            .withAudiences(AUDIENCE)
                                            .endSpec()
                                            .build())
                            .create();
        } catch (KubernetesClientException e) {
            return new Reporter.Verified.Unavailable(UNCHECKED);
        }
        var status = review.getStatus();
        if (status == null
                || !Boolean.TRUE.equals(status.getAuthenticated())
                || status.getAudiences() == null
                || !status.getAudiences().contains(AUDIENCE)) {
            return new Reporter.Verified.Refused(
                    "the API server does not accept the token for audience " + AUDIENCE);
        }
        var user = status.getUser();
        return Reporter.of(
                        user.getUsername(),
                        extra(user.getExtra(), POD_NAME),
                        extra(user.getExtra(), POD_UID))
                .<Reporter.Verified>map(Reporter.Verified.As::new)
                .orElseGet(() -> new Reporter.Verified.Refused("the token is bound to no pod"));
    }

    private static boolean namesAudience(JsonNode audiences) {
        if (audiences.isTextual()) return AUDIENCE.equals(audiences.asText());
        for (var audience : audiences) if (AUDIENCE.equals(audience.asText())) return true;
        return false;
    }

    private static Optional<String> extra(Map<String, List<String>> extra, String key) {
        if (extra == null || extra.get(key) == null || extra.get(key).isEmpty())
            return Optional.empty();
        return Optional.of(extra.get(key).getFirst());
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
