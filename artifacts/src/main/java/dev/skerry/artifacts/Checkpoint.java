package dev.skerry.artifacts;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a training that can be resumed.
 *
 * @param run of the job, from 1
 * @param attempt of the run, from 1
 * @param podUid the only writer of this place
 * @param step that comes next after resuming; its unit is the recipe's
 */
public record Checkpoint(
        String namespace, String jobUid, int run, int attempt, String podUid, long step) {

    /** Furthest first; of two at the same step the later attempt's. */
    public static final Comparator<Checkpoint> FURTHEST_FIRST =
            Comparator.comparingLong(Checkpoint::step)
                    .thenComparingInt(Checkpoint::attempt)
                    .thenComparing(Checkpoint::podUid)
                    .reversed();

    private static final Pattern PREFIX =
            Pattern.compile(
                    "checkpoints/([^/]{1,63})/([^/]{1,64})/r([1-9][0-9]{0,8})-a([1-9][0-9]{0,8})-([^/]{1,64})/(0|[1-9][0-9]{0,17})/");

    public Checkpoint {
        ObjectKeys.requireNamespace(namespace);
        ObjectKeys.requireUid(jobUid);
        ObjectKeys.requireUid(podUid);
        if (run < 1 || attempt < 1 || step < 0) {
            throw new IllegalArgumentException(
                    "checkpoint: run %d, attempt %d, step %d; runs and attempts start at 1, steps at 0"
                            .formatted(run, attempt, step));
        }
    }

    /** {@code checkpoints/NS/JOB_UID/rR-aN-POD_UID/} */
    public String attemptPrefix() {
        return "%sr%d-a%d-%s/"
                .formatted(ObjectKeys.checkpoints(namespace, jobUid), run, attempt, podUid);
    }

    /** {@code checkpoints/NS/JOB_UID/rR-aN-POD_UID/STEP/} */
    public String prefix() {
        return attemptPrefix() + step + "/";
    }

    public Checkpoint atStep(long newStep) {
        return new Checkpoint(namespace, jobUid, run, attempt, podUid, newStep);
    }

    /** What {@link #prefix} gave, empty where a text is none. */
    public static Optional<Checkpoint> ofPrefix(String prefix) {
        var parts = PREFIX.matcher(prefix);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Checkpoint(
                            parts.group(1),
                            parts.group(2),
                            Integer.parseInt(parts.group(3)),
                            Integer.parseInt(parts.group(4)),
                            parts.group(5),
                            Long.parseLong(parts.group(6))));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
