package dev.skerry.operator.job.decide;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.ConditionType;
import dev.skerry.api.JobCondition;
import dev.skerry.api.JobSpec;
import dev.skerry.api.JobStatus;
import dev.skerry.api.wire.JobFile;
import dev.skerry.operator.workload.PodParts;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a kind of job says of itself; all else about jobs is the same for every kind. Pure. What has
 * a default is what most kinds do not need.
 *
 * @param <O> what only this kind has in its status: a value
 */
public interface JobKind<S extends JobSpec, T extends JobStatus, O> {
    KindNames names();

    /** All of its conditions, in the order of its status. */
    default List<ConditionType> conditions() {
        return List.of(JobCondition.values());
    }

    /**
     * What the schema cannot say about a spec, besides what is so for every kind; each names field,
     * fault and way out.
     */
    default List<String> problems(S spec) {
        return List.of();
    }

    /**
     * Paths of fields whose change does not make a failed run go on: they say what becomes of what
     * is over.
     */
    default Set<String> afterwards() {
        return Set.of("ttlSecondsAfterFinished");
    }

    /** The bucket that a spec names. */
    default Optional<String> bucket(S spec) {
        return Optional.empty();
    }

    /** Name of a job's artifact. */
    default String artifact(String job, S spec) {
        return job;
    }

    /** Whether a job is to be held until what it leaves is removed. */
    boolean holds(S spec);

    /** The kind's own part of a status. */
    O own(Optional<T> status);

    /** Where a status says that something of ended runs may still lie. */
    List<Place> leftovers(Optional<T> status);

    /** The one place where statuses are made. */
    T status(RunView<S, O> run, Told told);

    /** The kind's own part of a run that begins now. */
    default O begin(RunView<S, O> before) {
        return before.own();
    }

    /** Besides the bucket, in this order. */
    default List<Need<?>> needs(RunView<S, O> run) {
        return List.of();
    }

    /**
     * The kinds of places where its runs leave things besides buckets, in the order of sweeping.
     */
    default List<PlaceKind<S, O>> places() {
        return List.of();
    }

    /** Places besides the bucket that the current run writes to. */
    default List<Place> written(RunView<S, O> run) {
        return List.of();
    }

    /** Places besides buckets where the result that stands lies. */
    default List<Place> kept(O own) {
        return List.of();
    }

    /** Asked before an attempt begins, and while one runs. */
    default Optional<Objection> objection(RunView<S, O> run, JobFacts seen, Inquiry inquiry) {
        return Optional.empty();
    }

    /** Type of the JSON that its programs report as their result. */
    Class<?> resultType();

    /** Run id of the result that stands. */
    Optional<String> resultOf(O own);

    /**
     * Takes in what a program says that it has made.
     *
     * @param runId under which the open attempt's pod writes; whoever names another is a stranger
     * @return empty where it is none of ours, or cannot be
     */
    Optional<O> result(JsonNode said, String runId, RunView<S, O> run);

    JobWords<O> words();

    /** What its program's pod has besides what all have. */
    PodParts pod(S spec);

    /** Where a program's vectors go; empty for kinds without any. */
    default Optional<JobFile.Vectors> vectors(String namespace, S spec, String runId) {
        return Optional.empty();
    }
}
