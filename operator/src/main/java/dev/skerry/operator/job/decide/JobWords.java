package dev.skerry.operator.job.decide;

import dev.skerry.api.Progress;
import dev.skerry.api.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kind calls what happens to its jobs. */
@FunctionalInterface
public interface JobWords<O> {
    /** A figure in a template, and what stands for it. */
    Pattern FIGURE = Pattern.compile("\\{(\\w+)\\|([^}]*)}");

    /** Names of figures that people look for, before those that a program adds of its own. */
    default List<String> figures() {
        return List.of();
    }

    /** Why a job is not ready yet, of a stage of its program; empty where no stage is named so. */
    default Optional<Reason> reason(String stage) {
        return Optional.empty();
    }

    /** How far a program is, in one sentence. */
    default String sentence(Progress progress) {
        return (progress.percent() == null ? 0 : progress.percent()) + " %";
    }

    /** What a run that succeeded has made. */
    String success(O own);

    /** What runs leave in places other than buckets, as in "points". */
    default String leavings() {
        return "results";
    }

    /** What a deletion waits for, of the names of places that are not buckets. */
    default String holding(List<String> places) {
        return "what it saved to be removed";
    }

    /** What may stay behind a deletion. */
    default String staying(String jobUid, List<String> places, String why) {
        return "what the job with uid %s saved may stay: %s".formatted(jobUid, why);
    }

    /**
     * A sentence with figures of a program in it.
     *
     * @param template names them in braces, each with what stands for it where it is not reported:
     *     {@code epoch {epoch|0} of {epochs|?}}
     */
    static String filled(String template, Progress progress) {
        var figures = new HashMap<String, Object>();
        if (progress.counters() != null) figures.putAll(progress.counters());
        if (progress.metrics() != null) figures.putAll(progress.metrics());
        return FIGURE.matcher(template)
                .replaceAll(
                        named ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                figures.getOrDefault(
                                                        named.group(1), named.group(2)))));
    }
}
