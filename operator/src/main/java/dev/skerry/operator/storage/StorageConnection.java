package dev.skerry.operator.storage;

import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.RetryPolicy;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.operator.OperatorConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The operator's one connection to object storage; one try a call, since every fault is met again.
 */
class StorageConnection {

    @Produces
    @Singleton
    ObjectStorage storage(OperatorConfig config) {
        var s = config.storage();
        return new ObjectStorage(
                StorageSettings.of(s.endpoint(), s.accessKey(), s.secretKey(), s.region())
                        .with(s.timeout(), RetryPolicy.ONCE));
    }

    void close(@Disposes ObjectStorage storage) {
        storage.close();
    }
}
