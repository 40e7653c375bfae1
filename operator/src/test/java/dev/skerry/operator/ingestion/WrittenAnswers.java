package dev.skerry.operator.ingestion;

import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.job.decide.Question.Looked;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import java.util.Map;
import java.util.Optional;

/** Answers as a golden case writes them; null is no answer, and asking for it fails the case. */
record WrittenAnswers(
        BucketState bucket,
        CollectionState collection,
        ResumePoint resume,
        LeftResult leftResult,
        Optional<String> claim,
        Optional<String> obstacle,
        Optional<ChildJob> jobNow,
        String apiServerAway,
        Map<String, CollectionState> formerCollections,
        Map<String, StoredLeftovers> formerBuckets) {

    static WrittenAnswers none() {
        return new WrittenAnswers(null, null, null, null, null, null, null, null, null, null);
    }

    /** Nobody claims the repository, nothing is in the way and no report was left unless said. */
    Object to(Question<?> question, JobFacts seen) {
        return switch (question) {
            case Question.JobNow q -> looked(jobNow == null ? Optional.empty() : jobNow);
            case Question.PodNow q -> looked(seen.pod());
            case Question.Obstacle q -> obstacle == null ? Optional.empty() : obstacle;
            case Question.LeftReport q -> leftResult == null ? new LeftResult.None() : leftResult;
            case Question.BucketNow q -> said(bucket, question);
            case Question.NewestCheckpoint q -> said(resume, question);
            case Question.StoredNow q -> said(of(formerBuckets, q.bucket()), question);
            case IngestionQuestion.Claim q -> claim == null ? Optional.empty() : claim;
            case IngestionQuestion.CollectionNow q ->
                    said(
                            formerCollections != null
                                            && formerCollections.containsKey(q.collection())
                                    ? formerCollections.get(q.collection())
                                    : collection,
                            question);
            default -> throw new AssertionError("nobody answers " + question);
        };
    }

    private <V> Looked<V> looked(Optional<V> value) {
        return apiServerAway == null ? new Looked.Known<>(value) : new Looked.Away<>(apiServerAway);
    }

    private static <A> A of(Map<String, A> answers, String name) {
        return answers == null ? null : answers.get(name);
    }

    private static Object said(Object answer, Question<?> question) {
        if (answer == null) throw new AssertionError("the case has no answer to " + question);
        return answer;
    }
}
