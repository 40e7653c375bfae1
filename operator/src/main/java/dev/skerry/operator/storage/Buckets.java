package dev.skerry.operator.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.wire.Report;
import dev.skerry.artifacts.ObjectKeys;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.RetryPolicy;
import dev.skerry.artifacts.StorageException;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.operator.OperatorConfig;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Buckets as the operator sees them. Every call has a limit; every fault is a value. */
@Startup
@ApplicationScoped
public class Buckets {
    private final ObjectStorage storage;
    private final ObjectMapper json = new ObjectMapper();

    Buckets(OperatorConfig config) {
        var s = config.storage();
        storage =
                new ObjectStorage(
                        StorageSettings.of(s.endpoint(), s.accessKey(), s.secretKey(), s.region())
                                .with(s.timeout(), RetryPolicy.ONCE));
    }

    public BucketState state(String bucket) {
        try {
            return storage.bucketExists(bucket)
                    ? new BucketState.Ready()
                    : new BucketState.Missing(bucket);
        } catch (StorageException e) {
            return fault(e);
        }
    }

    public BucketState ensure(String bucket) {
        try {
            storage.ensureBucket(bucket);
            return new BucketState.Ready();
        } catch (StorageException e) {
            return fault(e);
        }
    }

    /** The result in the last report that a pod left in storage because no operator took it. */
    public LeftResult leftResult(String bucket, String namespace, String jobUid, String podUid) {
        try {
            var report =
                    storage.find(
                            bucket, ObjectKeys.report(namespace, jobUid, podUid), Report.MAX_BYTES);
            if (report.isEmpty()) return new LeftResult.None();
            var result = json.readValue(report.get(), Report.class).result();
            return result == null ? new LeftResult.None() : new LeftResult.Found(podUid, result);
        } catch (StorageException e) {
            return e.isTransient() ? new LeftResult.Away(e.getMessage()) : new LeftResult.None();
        } catch (IOException e) {
            return new LeftResult.None();
        }
    }

    private static BucketState fault(StorageException e) {
        return e.isTransient()
                ? new BucketState.Away(e.getMessage())
                : new BucketState.Refused(e.getMessage());
    }

    @PreDestroy
    void close() {
        storage.close();
    }
}
