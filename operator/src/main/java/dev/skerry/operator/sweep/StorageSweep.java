package dev.skerry.operator.sweep;

import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageException;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.kube.ClusterIdentity;
import dev.skerry.operator.kube.LiveObjects;
import dev.skerry.operator.kube.WatchedNamespaces;
import dev.skerry.operator.leadership.Standing;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Removes what jobs left in object storage that were deleted before anybody could: soon after this
 * process leads, and then now and again.
 */
@ApplicationScoped
public class StorageSweep {
    private static final EventLog LOG = EventLog.of(StorageSweep.class);
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final BucketSweep.Limits LIMITS = new BucketSweep.Limits(1000, 10_000);

    private final ObjectStorage storage;
    private final BucketClaims claims;
    private final ClusterIdentity cluster;
    private final WatchedNamespaces namespaces;
    private final LiveObjects objects;
    private final Set<String> buckets;
    private final Duration interval;
    private final Duration grace;
    private final Counter rounds;
    private final Counter removed;
    private final Map<String, List<String>> shared = new TreeMap<>();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("storage-sweep").factory());

    StorageSweep(
            ObjectStorage storage,
            ClusterIdentity cluster,
            WatchedNamespaces namespaces,
            LiveObjects objects,
            OperatorConfig config,
            MeterRegistry metrics) {
        this.storage = storage;
        this.claims = new BucketClaims(storage);
        this.cluster = cluster;
        this.namespaces = namespaces;
        this.objects = objects;
        buckets = new TreeSet<>(config.storage().allowedBuckets().orElse(Set.of()));
        buckets.add(config.storage().bucket());
        interval = config.storage().sweepInterval();
        grace = config.storage().sweepGrace();
        rounds = metrics.counter("skerry.storage.sweeps");
        removed = metrics.counter("skerry.storage.swept");
    }

    void begin(@Observes Standing.Leading leading) {
        var unused =
                ticker.scheduleWithFixedDelay(
                        () -> round(Clock.systemUTC().instant()),
                        FIRST.toMillis(),
                        interval.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Every bucket once. Never throws: a throw would end the ticker. */
    public synchronized void round(Instant now) {
        try {
            var id = cluster.uid();
            var live = objects.look();
            for (var bucket : buckets) sweep(bucket, id, live::among, now.minus(grace));
        } catch (RuntimeException e) {
            failed("all", e);
        }
        rounds.increment();
    }

    private void sweep(String bucket, String id, LiveJobs jobs, Instant before) {
        try {
            sweepUnlessShared(bucket, id, jobs, before);
        } catch (StorageException.NoBucket e) {
            // nobody has stored anything yet
        } catch (StorageException | RuntimeException e) {
            failed(bucket, e);
        }
    }

    private void sweepUnlessShared(String bucket, String id, LiveJobs jobs, Instant before)
            throws StorageException {
        var others = claims.others(bucket, id);
        tell(bucket, others);
        if (!others.isEmpty()) return;
        var outcome =
                new BucketSweep(storage, bucket, namespaces::include, jobs, LIMITS, before).run();
        removed.increment(outcome.removed());
        outcome.fault().ifPresent(fault -> failed(bucket, fault));
    }

    private void failed(String bucket, Exception e) {
        failed(bucket, String.valueOf(e.getMessage()));
    }

    private void failed(String bucket, String fault) {
        if (ticker.isShutdown()) return;
        LOG.write(LogEvent.STORAGE_SWEEP_FAILED, bucket, fault);
    }

    /** Once for each change. */
    private void tell(String bucket, List<String> others) {
        var before = shared.put(bucket, others);
        if (others.isEmpty() || others.equals(before)) return;
        LOG.write(
                LogEvent.STORAGE_SWEEP_OFF,
                bucket,
                "other clusters use it too; remove the objects of those that are gone: "
                        + String.join(
                                ", ", others.stream().map(c -> BucketClaims.PREFIX + c).toList()));
    }

    @PreDestroy
    void stop() {
        ticker.shutdownNow();
    }
}
