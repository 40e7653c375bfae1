package dev.skerry.operator.job.decide;

import dev.skerry.operator.attempt.ChildJob;
import dev.skerry.operator.attempt.ChildPod;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.storage.StoredLeftovers;
import java.util.Optional;

/**
 * Something that deciding wants to know and the caches do not say. A fault of whoever is asked is
 * an answer too.
 *
 * @param <A> the answer
 */
public interface Question<A> {
    /**
     * Stands in until there is an answer, so that what else is wanted can be found in the same
     * round; nothing is done by what was decided with it.
     */
    A meanwhile();

    /** The child Job of this name, past the cache. */
    record JobNow(String name) implements Question<Looked<ChildJob>> {
        @Override
        public Looked<ChildJob> meanwhile() {
            return new Looked.Known<>(Optional.empty());
        }
    }

    /** The pod of this name, past the cache. */
    record PodNow(String name) implements Question<Looked<ChildPod>> {
        @Override
        public Looked<ChildPod> meanwhile() {
            return new Looked.Known<>(Optional.empty());
        }
    }

    /** What the cluster says in events or queues about a Job without pod, or about its pod. */
    record Obstacle(String job, Optional<String> pod) implements Question<Optional<String>> {
        @Override
        public Optional<String> meanwhile() {
            return Optional.empty();
        }
    }

    /** The result in the last report that a pod left in storage. */
    record LeftReport(String bucket, String podUid) implements Question<LeftResult> {
        @Override
        public LeftResult meanwhile() {
            return new LeftResult.None();
        }
    }

    record BucketNow(String bucket) implements Question<BucketState> {
        @Override
        public BucketState meanwhile() {
            return new BucketState.Ready(false);
        }
    }

    /** The furthest whole checkpoint of a run. */
    record NewestCheckpoint(String bucket, int run) implements Question<ResumePoint> {
        @Override
        public ResumePoint meanwhile() {
            return new ResumePoint.None();
        }
    }

    /** What checkpoints and reports of the job are in a bucket. */
    record StoredNow(String bucket) implements Question<StoredLeftovers> {
        @Override
        public StoredLeftovers meanwhile() {
            return new StoredLeftovers.Gone();
        }
    }

    /** What the API server says of an object. */
    sealed interface Looked<V> {
        record Known<V>(Optional<V> value) implements Looked<V> {}

        record Away<V>(String message) implements Looked<V> {}
    }
}
