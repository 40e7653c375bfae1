package dev.skerry.operator.job.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.Attempt;
import dev.skerry.api.AttemptBuilder;
import dev.skerry.api.Condition;
import dev.skerry.api.Failure;
import dev.skerry.api.ForeignText;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.api.Progress;
import dev.skerry.operator.attempt.AttemptLog;
import java.util.List;

/**
 * Keeps a status within what the contract allows, however many words others have for it. Figures
 * and the newest attempt stay longest; what goes first are old attempts' words.
 */
public final class StatusBudget<S extends JobSpec, T extends JobStatus, O> {
    public static final int MOST_BYTES = 4096;
    private static final int LONGEST_WAITING = 512;
    private static final String INSTEAD =
            "the words of status were refused by the API server; the operator's log has them";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** From the gentlest to the one that fits everything. */
    private static final List<Cut> CUTS =
            List.of(
                    new Cut(512, 512, 400, 100, 5, true, 12),
                    new Cut(300, 200, 300, 60, 5, true, 8),
                    new Cut(200, 80, 200, 0, 5, false, 8),
                    new Cut(120, 40, 120, 0, 3, false, 5),
                    new Cut(80, 20, 80, 0, 1, false, 2),
                    new Cut(40, 8, 24, 0, 1, false, 0));

    /** No word of others, every figure and every attempt. */
    private static final Cut BAREST = new Cut(0, 0, 0, 0, 5, true, 0);

    private final JobKind<S, T, O> kind;
    private final RunView<S, O> run;
    private final Told told;

    public StatusBudget(JobKind<S, T, O> kind, RunView<S, O> run, Told told) {
        this.kind = kind;
        this.run = run;
        this.told = told;
    }

    /**
     * What a status may be long at most.
     *
     * @param message of condition Ready, and of waitingOn
     * @param otherMessage of the other conditions
     * @param lastWords of the newest attempt
     * @param olderWords of the attempts before it
     * @param attempts that are kept
     * @param details whether attempts before the newest keep uids and node
     * @param figures counters and metrics, each
     */
    private record Cut(
            int message,
            int otherMessage,
            int lastWords,
            int olderWords,
            int attempts,
            boolean details,
            int figures) {}

    /** The longest status that the contract allows. */
    public T fit() {
        var fitted =
                kind.status(run, waitingOn(ForeignText.limited(told.waitingOn(), LONGEST_WAITING)));
        for (var cut : CUTS) {
            if (bytes(fitted) <= MOST_BYTES) return fitted;
            fitted = cut(cut, ForeignText.limited(told.waitingOn(), cut.message()));
        }
        return fitted;
    }

    /**
     * The same in our words alone, for the case that the API server cannot read those of others.
     */
    public T wordless() {
        return cut(BAREST, INSTEAD);
    }

    public static int bytes(Object status) {
        try {
            return JSON.writeValueAsBytes(status).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of ours can be written as JSON", e);
        }
    }

    private Told waitingOn(String words) {
        return new Told(
                told.observedGeneration(),
                told.phase(),
                words,
                told.conditions(),
                told.activeSeconds());
    }

    private T cut(Cut to, String waitingOn) {
        var state = run.state();
        var log = state.attempts();
        var shorter =
                state.with(
                        s ->
                                s.progress(state.progress().map(p -> cut(p, to)))
                                        .attempts(
                                                new AttemptLog(
                                                        cut(log.attempts(), to),
                                                        log.failures(),
                                                        log.activeSeconds()))
                                        .failure(state.failure().map(f -> cut(f, to))));
        var words = waitingOn(waitingOn);
        return kind.status(
                new RunView<>(run.job(), shorter),
                new Told(
                        words.observedGeneration(),
                        words.phase(),
                        words.waitingOn(),
                        told.conditions().stream().map(c -> cut(c, to)).toList(),
                        words.activeSeconds()));
    }

    private static Condition cut(Condition c, Cut to) {
        int most = JobCondition.READY.id().equals(c.type()) ? to.message() : to.otherMessage();
        return new Condition(
                c.type(),
                c.status(),
                c.reason(),
                ForeignText.limited(c.message(), most),
                c.observedGeneration(),
                c.lastTransitionTime());
    }

    private static Failure cut(Failure f, Cut to) {
        return new Failure(f.failureClass(), ForeignText.limited(f.message(), to.message()));
    }

    private Progress cut(Progress p, Cut to) {
        var figures = kind.words().figures();
        return new Progress(
                p.stage(),
                p.percent(),
                p.etaSeconds(),
                ProgressShown.first(p.counters(), to.figures(), figures),
                ProgressShown.first(p.metrics(), to.figures(), figures),
                p.observedAt());
    }

    private static List<Attempt> cut(List<Attempt> attempts, Cut to) {
        var kept = attempts.subList(Math.max(0, attempts.size() - to.attempts()), attempts.size());
        var newest = kept.isEmpty() ? null : kept.getLast();
        return kept.stream().map(a -> cut(a, a == newest, to)).toList();
    }

    private static Attempt cut(Attempt a, boolean newest, Cut to) {
        boolean details = newest || to.details();
        return AttemptBuilder.builder(a)
                .jobUid(details ? a.jobUid() : null)
                .podUid(details ? a.podUid() : null)
                .runningSince(newest ? a.runningSince() : null)
                .endingSince(newest ? a.endingSince() : null)
                .node(details ? a.node() : null)
                .message(words(a, newest ? to.lastWords() : to.olderWords()))
                .build();
    }

    private static String words(Attempt a, int most) {
        return a.message() == null || most == 0 ? null : ForeignText.limited(a.message(), most);
    }
}
