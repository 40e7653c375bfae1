package dev.skerry.operator.status;

import dev.skerry.api.Condition;
import dev.skerry.api.ConditionType;
import dev.skerry.api.ForeignText;
import dev.skerry.api.JobReason;
import dev.skerry.api.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All conditions of a job. A transition time moves only where the value did; no condition is ever
 * absent. A value.
 *
 * @param types in the order of status
 * @param before what the status says now, by type
 * @param next what was set since, by type
 */
public record Conditions(
        List<ConditionType> types,
        Map<String, Condition> before,
        Map<String, Condition> next,
        long generation,
        String now) {
    private static final int MAX_MESSAGE = 512;

    /** Begins from what the status says now; what is not set again is kept as it is. */
    public static Conditions of(
            List<ConditionType> types, List<Condition> before, long generation, Instant now) {
        var known = new HashMap<String, Condition>();
        if (before != null)
            for (var condition : before)
                if (condition.lastTransitionTime() != null)
                    known.putIfAbsent(condition.type(), condition);
        return new Conditions(types, Map.copyOf(known), Map.of(), generation, Timestamps.text(now));
    }

    public Conditions with(ConditionType type, Verdict verdict, Reason reason, String message) {
        var all = new HashMap<>(next);
        all.put(type.id(), condition(type, verdict, reason, message));
        return new Conditions(types, before, Map.copyOf(all), generation, now);
    }

    private Condition condition(
            ConditionType type, Verdict verdict, Reason reason, String message) {
        var since =
                Optional.ofNullable(before.get(type.id()))
                        .filter(c -> verdict.id().equals(c.status()))
                        .map(Condition::lastTransitionTime)
                        .orElse(now);
        return new Condition(
                type.id(),
                verdict.id(),
                reason.id(),
                ForeignText.limited(message, MAX_MESSAGE),
                generation,
                since);
    }

    /** Whether a condition had this value before this decision. */
    public boolean was(ConditionType type, Verdict verdict) {
        return Optional.ofNullable(before.get(type.id()))
                .filter(c -> verdict.id().equals(c.status()))
                .isPresent();
    }

    /** Whether a condition had this reason before this decision. */
    public boolean had(ConditionType type, Reason reason) {
        return Optional.ofNullable(before.get(type.id()))
                .filter(c -> reason.id().equals(c.reason()))
                .isPresent();
    }

    /** Whether a condition had this reason and message before this decision. */
    public boolean said(ConditionType type, Reason reason, String message) {
        return had(type, reason)
                && before.get(type.id())
                        .message()
                        .equals(ForeignText.limited(message, MAX_MESSAGE));
    }

    /** As status shows them. */
    public List<Condition> all() {
        var all = new ArrayList<Condition>();
        for (var type : types) {
            var known = next.getOrDefault(type.id(), before.get(type.id()));
            all.add(
                    known == null
                            ? condition(
                                    type,
                                    Verdict.UNKNOWN,
                                    JobReason.NOT_YET_OBSERVED,
                                    "not looked at yet")
                            : known);
        }
        return List.copyOf(all);
    }
}
