package dev.skerry.operator.status;

import dev.skerry.api.Condition;
import dev.skerry.api.ConditionType;
import dev.skerry.api.IngestionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All conditions of a job. A transition time moves only where the value did; no condition is ever
 * absent.
 */
public final class Conditions {
    private static final int MAX_MESSAGE = 512;

    private final Map<ConditionType, Condition> previous = new EnumMap<>(ConditionType.class);
    private final Map<ConditionType, Condition> next = new EnumMap<>(ConditionType.class);
    private final long generation;
    private final String now;

    private Conditions(List<Condition> previous, long generation, Instant now) {
        this.generation = generation;
        this.now = Timestamps.text(now);
        for (var type : ConditionType.values()) {
            previous.stream()
                    .filter(c -> type.id().equals(c.type()))
                    .findFirst()
                    .filter(c -> c.lastTransitionTime() != null)
                    .ifPresent(c -> this.previous.put(type, c));
        }
    }

    /** Begins from what the status says now; what is not set again is kept as it is. */
    public static Conditions of(List<Condition> previous, long generation, Instant now) {
        return new Conditions(previous == null ? List.of() : previous, generation, now);
    }

    public Conditions set(
            ConditionType type, Verdict verdict, IngestionReason reason, String message) {
        var before = Optional.ofNullable(previous.get(type));
        var since =
                before.filter(c -> verdict.id().equals(c.status()))
                        .map(Condition::lastTransitionTime)
                        .orElse(now);
        next.put(
                type,
                new Condition(
                        type.id(),
                        verdict.id(),
                        reason.id(),
                        Texts.limited(message, MAX_MESSAGE),
                        generation,
                        since));
        return this;
    }

    /** Whether a condition had this value before this decision. */
    public boolean is(ConditionType type, Verdict verdict) {
        return Optional.ofNullable(previous.get(type))
                .filter(c -> verdict.id().equals(c.status()))
                .isPresent();
    }

    /** Whether a condition had this reason before this decision. */
    public boolean had(ConditionType type, IngestionReason reason) {
        return Optional.ofNullable(previous.get(type))
                .filter(c -> reason.id().equals(c.reason()))
                .isPresent();
    }

    /** Whether a condition had this reason and message before this decision. */
    public boolean said(ConditionType type, IngestionReason reason, String message) {
        return had(type, reason)
                && previous.get(type).message().equals(Texts.limited(message, MAX_MESSAGE));
    }

    public List<Condition> build() {
        var all = new ArrayList<Condition>();
        for (var type : ConditionType.values()) {
            if (!next.containsKey(type) && !previous.containsKey(type)) {
                set(type, Verdict.UNKNOWN, IngestionReason.NOT_YET_OBSERVED, "not looked at yet");
            }
            all.add(next.getOrDefault(type, previous.get(type)));
        }
        return List.copyOf(all);
    }
}
