package dev.skerry.operator.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.wire.Report;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.ObjectKeys;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageException;
import dev.skerry.operator.OperatorConfig;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Buckets as the operator sees them. Every call has a limit; every fault is a value. A name that no
 * bucket can have is refused, and nothing lies there.
 */
@Startup
@ApplicationScoped
public class Buckets {
    private static final Duration READY_LASTS = Duration.ofSeconds(10);
    private static final Duration FAULT_LASTS = Duration.ofSeconds(5);

    private final ObjectStorage storage;
    private final BucketState ready;
    private final RecentAnswers<BucketState> states;
    private final ObjectMapper json = new ObjectMapper();

    @Inject
    Buckets(ObjectStorage storage, OperatorConfig config) {
        this(storage, config.storage().shareCredentials());
    }

    Buckets(ObjectStorage storage, boolean keysShared) {
        this.storage = storage;
        ready = new BucketState.Ready(keysShared);
        states = new RecentAnswers<>(this::ask, Buckets::lasts);
    }

    /** As it was at most ten seconds ago. */
    public BucketState state(String bucket) {
        return states.of(bucket);
    }

    private BucketState ask(String bucket) {
        try {
            ObjectKeys.requireBucket(bucket);
            return storage.bucketExists(bucket) ? ready : new BucketState.Missing(bucket);
        } catch (StorageException e) {
            return fault(e);
        } catch (IllegalArgumentException e) {
            return new BucketState.Refused(e.getMessage());
        }
    }

    private static Duration lasts(BucketState state) {
        return switch (state) {
            case BucketState.Ready r -> READY_LASTS;
            case BucketState.Away a -> FAULT_LASTS;
            case BucketState.Refused r -> FAULT_LASTS;
            case BucketState.Missing m -> Duration.ZERO;
        };
    }

    public BucketState ensure(String bucket) {
        try {
            storage.ensureBucket(bucket);
            return ready;
        } catch (StorageException e) {
            return fault(e);
        } catch (IllegalArgumentException e) {
            return new BucketState.Refused(e.getMessage());
        } finally {
            states.forget(bucket);
        }
    }

    /**
     * The result in the last report that a pod left in storage because no operator took it. There
     * is none only where storage says so; a read that is refused may be granted later.
     */
    public LeftResult leftResult(String bucket, String namespace, String jobUid, String podUid) {
        try {
            var report =
                    storage.find(
                            bucket, ObjectKeys.report(namespace, jobUid, podUid), Report.MAX_BYTES);
            if (report.isEmpty()) return new LeftResult.None();
            var result = json.readTree(report.get()).path("result");
            return result.isObject() ? new LeftResult.Found(podUid, result) : new LeftResult.None();
        } catch (StorageException.NoBucket
                | StorageException.BadContent
                | JsonProcessingException
                | IllegalArgumentException e) {
            return new LeftResult.None();
        } catch (IOException e) {
            return new LeftResult.Away(e.getMessage());
        }
    }

    /** The furthest whole checkpoint of a run. */
    public ResumePoint newestCheckpoint(String bucket, String namespace, String jobUid, int run) {
        try {
            return new CheckpointStore(storage, bucket)
                    .newestGood(namespace, jobUid, run)
                    .<ResumePoint>map(c -> new ResumePoint.Found(c.prefix(), c.step()))
                    .orElseGet(ResumePoint.None::new);
        } catch (StorageException.NotFound
                | StorageException.NoBucket
                | IllegalArgumentException e) {
            return new ResumePoint.None();
        } catch (StorageException e) {
            return new ResumePoint.Away(e.getMessage());
        }
    }

    /** What checkpoints and reports of a job are there. */
    public StoredLeftovers leftovers(String bucket, String namespace, String jobUid) {
        try {
            var found = new TreeSet<String>();
            var checkpoints = ObjectKeys.checkpoints(namespace, jobUid);
            for (var object : storage.list(bucket, checkpoints)) {
                int end = object.key().indexOf('/', checkpoints.length());
                found.add(end < 0 ? object.key() : object.key().substring(0, end + 1));
            }
            for (var object : storage.list(bucket, ObjectKeys.reports(namespace, jobUid)))
                found.add(object.key());
            return found.isEmpty()
                    ? new StoredLeftovers.Gone()
                    : new StoredLeftovers.There(List.copyOf(found));
        } catch (StorageException.NotFound
                | StorageException.NoBucket
                | IllegalArgumentException e) {
            return new StoredLeftovers.Gone();
        } catch (StorageException e) {
            return new StoredLeftovers.Away(e.getMessage());
        }
    }

    /** Removes what lies below these prefixes, and nothing else; empty where that was done. */
    public Optional<String> remove(String bucket, List<String> prefixes) {
        try {
            for (var prefix : prefixes) {
                for (var object : storage.list(bucket, prefix))
                    storage.delete(bucket, object.key());
            }
            return Optional.empty();
        } catch (StorageException.NotFound
                | StorageException.NoBucket
                | IllegalArgumentException e) {
            return Optional.empty();
        } catch (StorageException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static BucketState fault(StorageException e) {
        return e.isTransient()
                ? new BucketState.Away(e.getMessage())
                : new BucketState.Refused(e.getMessage());
    }
}
