package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.job.decide.JobDecision;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.JobPlan;
import dev.skerry.operator.job.decide.JobPolicy;
import dev.skerry.operator.job.decide.JobSubject;
import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.workload.SchedulingRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Policies of installations that configure little. */
final class Installed {
    /** Nothing is listed that specs may ask of the scheduler. */
    static final SchedulingRules RULES =
            new SchedulingRules(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private Installed() {}

    static JobPolicy policy(Set<String> moreBuckets) {
        return policy(moreBuckets, Optional.empty());
    }

    static JobPolicy policy(Set<String> moreBuckets, Optional<Duration> activeDeadline) {
        return new JobPolicy("skerry", moreBuckets, Duration.ofSeconds(5), RULES, activeDeadline);
    }

    static IngestionKind kind(boolean fileUrls) {
        return new IngestionKind(
                new IngestionPod("trainer", fileUrls, false, Set.of(), "http://qdrant:6334"));
    }

    /** As the loop does: asks until nothing more is wanted, at most three times. */
    static JobPlan<IngestionJobStatus> decide(
            IngestionKind kind,
            JobSubject<IngestionJobSpec, IngestionJobStatus> job,
            JobFacts seen,
            JobPolicy policy,
            Function<Question<?>, Object> answers) {
        var given = new HashMap<Question<?>, Object>();
        var plan = JobDecision.decide(kind, job, seen, policy, given);
        for (int round = 0; round < 3 && plan.asks(); round++) {
            plan.questions().forEach(q -> given.put(q, answers.apply(q)));
            plan = JobDecision.decide(kind, job, seen, policy, given);
        }
        assertThat(plan.questions()).as("after three rounds").isEmpty();
        return plan;
    }
}
