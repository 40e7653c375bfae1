package dev.skerry.operator.ingestion;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionResult;
import dev.skerry.operator.job.decide.Question;
import dev.skerry.operator.job.decide.Question.Looked;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.storage.ResumePoint;
import java.util.Map;
import java.util.Optional;

/**
 * What the servers of a played world say.
 *
 * @param left results in reports that pods left in storage, by the pod's uid
 */
record PlayedAnswers(
        Map<String, PlayedChild> children, Map<String, IngestionResult> left, PlayedStores stores) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param current name of the open attempt's Job
     */
    Object to(Question<?> question, Optional<String> current) {
        return switch (question) {
            case Question.JobNow q ->
                    new Looked.Known<>(
                            Optional.ofNullable(children.get(q.name())).map(PlayedChild::seen));
            case Question.PodNow q ->
                    new Looked.Known<>(current.map(children::get).flatMap(PlayedChild::pod));
            case Question.Obstacle q -> Optional.empty();
            case Question.LeftReport q ->
                    left.containsKey(q.podUid())
                            ? new LeftResult.Found(
                                    q.podUid(), JSON.valueToTree(left.get(q.podUid())))
                            : new LeftResult.None();
            case Question.BucketNow q -> stores.bucketState();
            case Question.NewestCheckpoint q -> new ResumePoint.None();
            case Question.StoredNow q -> stores.storedState();
            case IngestionQuestion.CollectionNow q -> stores.collectionState();
            case IngestionQuestion.Claim q -> Optional.empty();
            default -> throw new AssertionError("not of this world: " + question);
        };
    }
}
