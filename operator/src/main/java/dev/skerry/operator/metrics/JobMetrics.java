package dev.skerry.operator.metrics;

import dev.skerry.api.Attempt;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Jobs by phase and attempts by how they ended, of any kind of job. */
@ApplicationScoped
public class JobMetrics {
    private static final List<String> PHASES =
            List.of("Pending", "Running", "Suspended", "Succeeded", "Failed");

    private final MeterRegistry registry;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts jobs at each scrape.
     *
     * @param phases of all jobs of the kind, as the cache has them
     */
    public void count(String kind, Supplier<Stream<String>> phases) {
        for (var phase : PHASES)
            Gauge.builder("skerry.jobs", () -> phases.get().filter(phase::equals).count())
                    .description("Jobs by phase")
                    .tags("kind", kind, "phase", phase)
                    .strongReference(true)
                    .register(registry);
    }

    /** After a status was written: what ended in it that had not ended before. Null is none. */
    public void recorded(String kind, List<Attempt> before, List<Attempt> after) {
        if (after == null) return;
        for (var attempt : after) {
            if (attempt.endedAt() == null || hadEnded(before, attempt)) continue;
            var how =
                    Stream.of(attempt.failureClass(), attempt.ending())
                            .filter(Objects::nonNull)
                            .findFirst()
                            .orElse("Succeeded");
            registry.counter("skerry.attempts.ended", "kind", kind, "class", how).increment();
        }
    }

    private static boolean hadEnded(List<Attempt> before, Attempt attempt) {
        return before != null
                && before.stream()
                        .filter(
                                a ->
                                        a.run().equals(attempt.run())
                                                && a.number().equals(attempt.number()))
                        .anyMatch(a -> a.endedAt() != null);
    }
}
