package dev.skerry.operator.sweep;

import dev.skerry.artifacts.ObjectInfo;
import dev.skerry.artifacts.ObjectPage;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageException;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One pass over one bucket: removes what lies in the places of jobs that are no more, object by
 * object as listed. Holds one page of each listing in memory and ends after a number of calls; the
 * next pass goes on, since what was removed is not met again.
 *
 * <p>That a job is no more is asked after its place was seen: a job that begins meanwhile is none
 * of those.
 */
final class BucketSweep {
    private static final EventLog LOG = EventLog.of(BucketSweep.class);
    private static final List<String> KINDS = List.of("checkpoints", "reports", "logs");
    private static final Pattern NAMESPACE = Pattern.compile(OperatorConfig.DNS_LABEL);
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ObjectStorage storage;
    private final String bucket;
    private final Predicate<String> watched;
    private final LiveJobs jobs;
    private final Limits limits;
    private final Instant before;
    private int calls;
    private int removed;
    private Optional<String> fault = Optional.empty();

    /**
     * @param page entries of a listing in memory, at most 1000
     * @param calls of object storage and questions about jobs in one pass
     */
    record Limits(int page, int calls) {}

    /**
     * @param removed objects
     * @param fault the first that was met; what it concerns is tried again in the next pass
     */
    record Outcome(int removed, Optional<String> fault) {}

    /** What is done with the names of one page. */
    private interface Visit {
        void names(List<String> folders) throws StorageException;
    }

    /**
     * @param watched namespaces that are ours to look after
     * @param before what is younger, and the place in which it lies, stays
     */
    BucketSweep(
            ObjectStorage storage,
            String bucket,
            Predicate<String> watched,
            LiveJobs jobs,
            Limits limits,
            Instant before) {
        this.storage = storage;
        this.bucket = bucket;
        this.watched = watched;
        this.jobs = jobs;
        this.limits = limits;
        this.before = before;
    }

    Outcome run() {
        try {
            for (var kind : KINDS)
                eachFolder(
                        kind + "/",
                        namespaces -> {
                            for (var namespace : namespaces)
                                if (isOurs(namespace)) sweep(kind, namespace);
                        });
        } catch (StorageException.NoBucket e) {
            // nothing was ever stored there
        } catch (StorageException | KubernetesClientException e) {
            met(e);
        }
        return new Outcome(removed, fault);
    }

    private boolean isOurs(String namespace) {
        return NAMESPACE.matcher(namespace).matches() && watched.test(namespace);
    }

    private void sweep(String kind, String namespace) throws StorageException {
        var place = kind + "/" + namespace + "/";
        eachFolder(
                place,
                names -> {
                    var uids = new LinkedHashSet<String>();
                    names.stream().filter(n -> UID.matcher(n).matches()).forEach(uids::add);
                    if (uids.isEmpty()) return;
                    calls++;
                    uids.removeAll(jobs.among(Set.copyOf(uids), namespace));
                    for (var uid : uids) removeIfOld(place + uid + "/");
                });
    }

    /** A fault of one place is no reason to leave the others, unless the store is away. */
    private void removeIfOld(String place) throws StorageException {
        int already = removed;
        try {
            if (isOld(place)) remove(place);
        } catch (StorageException e) {
            if (e.isTransient()) throw e;
            met(e);
        } finally {
            if (removed > already)
                LOG.write(LogEvent.STORAGE_SWEPT, bucket, place, removed - already);
        }
    }

    private void remove(String place) throws StorageException {
        var from = Optional.<String>empty();
        do {
            var page = page(place, true, from);
            for (var object : page.objects()) {
                if (spent()) return;
                if (!isOld(object)) continue;
                calls++;
                storage.delete(bucket, object.key());
                removed++;
            }
            from = page.next();
        } while (from.isPresent() && !spent());
    }

    /** Whether everything there is: a program that is on its way out may still save something. */
    private boolean isOld(String place) throws StorageException {
        var from = Optional.<String>empty();
        do {
            if (spent()) return false;
            var page = page(place, true, from);
            if (!page.objects().stream().allMatch(this::isOld)) return false;
            from = page.next();
        } while (from.isPresent());
        return true;
    }

    private boolean isOld(ObjectInfo object) {
        return object.lastModified().isBefore(before);
    }

    private void eachFolder(String prefix, Visit visit) throws StorageException {
        var from = Optional.<String>empty();
        while (!spent()) {
            var page = page(prefix, false, from);
            visit.names(page.folders());
            from = page.next();
            if (from.isEmpty()) return;
        }
    }

    private ObjectPage page(String prefix, boolean deep, Optional<String> from)
            throws StorageException {
        calls++;
        return storage.page(bucket, prefix, deep, from, limits.page());
    }

    private boolean spent() {
        return calls >= limits.calls();
    }

    private void met(Exception e) {
        if (fault.isEmpty()) fault = Optional.of(String.valueOf(e.getMessage()));
    }
}
