package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.Attempt;
import dev.skerry.api.Condition;
import dev.skerry.api.ConditionType;
import dev.skerry.api.Failure;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.Progress;
import dev.skerry.operator.status.Texts;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a status within what the contract allows, however many words others have for it. Figures
 * and the newest attempt stay longest; what goes first are old attempts' words.
 */
final class StatusBudget {
    static final int MOST_BYTES = 4096;

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

    private StatusBudget() {}

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

    static IngestionJobStatus fit(IngestionJobStatus status) {
        var fitted = status;
        for (var cut : CUTS) {
            if (bytes(fitted) <= MOST_BYTES) return fitted;
            fitted = cut(status, cut);
        }
        return fitted;
    }

    /** As short as it can be: no word of others, every figure and every attempt. */
    static IngestionJobStatus barest(IngestionJobStatus status) {
        return cut(status, new Cut(0, 0, 0, 0, 5, true, 0));
    }

    static int bytes(IngestionJobStatus status) {
        try {
            return JSON.writeValueAsBytes(status).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of ours can be written as JSON", e);
        }
    }

    private static IngestionJobStatus cut(IngestionJobStatus s, Cut to) {
        return new IngestionJobStatus(
                s.observedGeneration(),
                s.phase(),
                Texts.limited(s.waitingOn(), to.message()),
                s.conditions().stream().map(c -> cut(c, to)).toList(),
                s.run(),
                s.inputs(),
                s.collection(),
                s.bucket(),
                Optional.ofNullable(s.progress()).map(p -> cut(p, to)).orElse(null),
                Optional.ofNullable(s.attempts()).map(a -> cut(a, to)).orElse(null),
                s.failures(),
                s.activeSeconds(),
                s.nextAttemptAt(),
                s.advancedAt(),
                s.finishedAt(),
                Optional.ofNullable(s.failure()).map(x -> cut(x, to)).orElse(null),
                s.removingSince(),
                s.checkpoint(),
                s.result(),
                s.leftovers());
    }

    private static Condition cut(Condition c, Cut to) {
        int most = ConditionType.READY.id().equals(c.type()) ? to.message() : to.otherMessage();
        return new Condition(
                c.type(),
                c.status(),
                c.reason(),
                Texts.limited(c.message(), most),
                c.observedGeneration(),
                c.lastTransitionTime());
    }

    private static Failure cut(Failure f, Cut to) {
        return new Failure(f.failureClass(), Texts.limited(f.message(), to.message()));
    }

    private static Progress cut(Progress p, Cut to) {
        return new Progress(
                p.stage(),
                p.percent(),
                p.etaSeconds(),
                IngestionProgress.first(p.counters(), to.figures()),
                IngestionProgress.first(p.metrics(), to.figures()),
                p.observedAt());
    }

    private static List<Attempt> cut(List<Attempt> attempts, Cut to) {
        var kept = attempts.subList(Math.max(0, attempts.size() - to.attempts()), attempts.size());
        var newest = kept.isEmpty() ? null : kept.getLast();
        return kept.stream().map(a -> cut(a, a == newest, to)).toList();
    }

    private static Attempt cut(Attempt a, boolean newest, Cut to) {
        boolean details = newest || to.details();
        return new Attempt(
                a.run(),
                a.number(),
                details ? a.jobUid() : null,
                details ? a.podUid() : null,
                a.evictions(),
                a.startedAt(),
                newest ? a.runningSince() : null,
                newest ? a.endingSince() : null,
                a.endedAt(),
                a.exitCode(),
                a.failureClass(),
                a.ending(),
                details ? a.node() : null,
                words(a, newest ? to.lastWords() : to.olderWords()));
    }

    private static String words(Attempt a, int most) {
        return a.message() == null || most == 0 ? null : Texts.limited(a.message(), most);
    }
}
