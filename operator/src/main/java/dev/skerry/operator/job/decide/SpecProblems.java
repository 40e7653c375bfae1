package dev.skerry.operator.job.decide;

import dev.skerry.api.JobSpec;
import dev.skerry.operator.workload.PodProblems;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a spec beyond its schema, of whatever kind it is. */
final class SpecProblems {
    private SpecProblems() {}

    /** The kind's own first; each names field, fault and way out. */
    static <S extends JobSpec> List<String> of(JobKind<S, ?, ?> kind, S spec, JobPolicy policy) {
        var problems = new ArrayList<>(kind.problems(spec));
        problems.addAll(policy.scheduling().problems(spec.scheduling()));
        problems.addAll(PodProblems.of(spec.resources(), spec.accelerator(), spec.scheduling()));
        kind.bucket(spec)
                .filter(b -> !b.equals(policy.bucket()) && !policy.allowedBuckets().contains(b))
                .map(
                        b ->
                                "spec.artifact.bucket: \"%s\" is not allowed here; leave it out to use \"%s\""
                                        .formatted(b, policy.bucket()))
                .ifPresent(problems::add);
        return problems;
    }
}
