package dev.skerry.operator.report;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Asks the API server whose token it is; some at once, whoever asks. */
@ApplicationScoped
class TokenReviews {
    static final String AUDIENCE = "skerry";
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
    private static final int MAX_QUESTIONS = 16;

    private final KubernetesClient client;
    private final Semaphore questions = new Semaphore(MAX_QUESTIONS);

    TokenReviews(KubernetesClient client) {
        this.client = client;
    }

    Reporter.Verified ask(String token) {
        if (!questions.tryAcquire())
            return new Reporter.Verified.Unavailable(
                    "too many tokens are being checked; come back later");
        try {
            return review(token);
        } finally {
            questions.release();
        }
    }

    private Reporter.Verified review(String token) {
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
            return new Reporter.Verified.Unavailable(TokenVerifier.UNCHECKED);
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

    private static Optional<String> extra(Map<String, List<String>> extra, String key) {
        if (extra == null || extra.get(key) == null || extra.get(key).isEmpty())
            return Optional.empty();
        return Optional.of(extra.get(key).getFirst());
    }
}
