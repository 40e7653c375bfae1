package dev.skerry.operator.storage;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.Function;

/**
 * What a server outside the cluster said a moment ago, so that many jobs that wait for the same
 * thing ask once. Callers at the same moment share one question.
 */
public final class RecentAnswers<A> {
    private final LoadingCache<String, A> answers;

    /**
     * @param lasts for how long an answer is good; zero where it is to be asked again at once
     */
    public RecentAnswers(Function<String, A> ask, Function<A, Duration> lasts) {
        answers =
                Caffeine.newBuilder()
                        .maximumSize(10_000)
                        .expireAfter(
                                Expiry.<String, A>creating((key, answer) -> lasts.apply(answer)))
                        .build(ask::apply);
    }

    public A of(String name) {
        return answers.get(name);
    }

    /** To be asked anew: it was changed by us. */
    public void forget(String name) {
        answers.invalidate(name);
    }
}
