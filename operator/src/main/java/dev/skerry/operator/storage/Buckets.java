package dev.skerry.operator.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.Report;
import dev.skerry.artifacts.ObjectKeys;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.RetryPolicy;
import dev.skerry.artifacts.StorageException;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.operator.OperatorConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;

/** Buckets as the operator sees them. Every call has a limit; every fault is a value. */
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
    public Optional<IngestionResult> leftResult(
            String bucket, String namespace, String jobUid, String podUid) {
        try {
            var report =
                    storage.find(
                            bucket, ObjectKeys.report(namespace, jobUid, podUid), Report.MAX_BYTES);
            return report.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(json.readValue(report.get(), Report.class).result());
        } catch (IOException e) {
            return Optional.empty();
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
