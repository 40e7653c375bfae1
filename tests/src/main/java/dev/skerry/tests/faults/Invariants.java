package dev.skerry.tests.faults;

import dev.skerry.api.Condition;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.artifacts.ArtifactStore;
import dev.skerry.artifacts.ObjectInfo;
import dev.skerry.artifacts.StorageException;
import dev.skerry.tests.cluster.Skerry;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold of a job that has succeeded, whatever was killed on its way. */
final class Invariants {
    private static final String BUCKET = "skerry";

    private final Skerry skerry;
    private final Subject subject;
    private final IngestionJobStatus status;
    private final ArtifactStore artifacts;

    Invariants(Skerry skerry, Subject subject, IngestionJobStatus status) {
        this.skerry = skerry;
        this.subject = subject;
        this.status = status;
        this.artifacts = new ArtifactStore(skerry.storage(), BUCKET);
    }

    /** All that does not hold, in words; empty where all does. */
    List<String> broken() {
        return Stream.<Supplier<List<String>>>of(
                        this::statusConverges,
                        this::pointsAreThoseOfTheCommit,
                        this::artifactsAreCompleteOrAbsent,
                        this::theBucketHoldsNothingElse,
                        this::childrenAreThoseOfItsAttempts)
                .flatMap(check -> check.get().stream())
                .toList();
    }

    List<String> statusConverges() {
        if (!"Succeeded".equals(status.phase()) || status.result() == null)
            return List.of(
                    "the job ends as %s, not Succeeded: %s".formatted(status.phase(), status));
        var verdicts =
                status.conditions().stream()
                        .collect(Collectors.toMap(Condition::type, Condition::status));
        var wanted =
                Map.of(
                        "Ready", "True",
                        "Reconciling", "False",
                        "Stalled", "False",
                        "Accepted", "True",
                        "StorageReady", "True",
                        "CollectionReady", "True");
        var problems = new ArrayList<String>();
        wanted.forEach(
                (type, verdict) -> {
                    if (!verdict.equals(verdicts.get(type)))
                        problems.add(type + " is " + verdicts.get(type) + " at the end");
                });
        if (!status.waitingOn().isEmpty()) problems.add("waits on " + status.waitingOn());
        var last = status.attempts().getLast();
        var runId = "r%d-a%d-%s".formatted(last.run(), last.number(), last.podUid());
        if (!runId.equals(status.result().runId()))
            problems.add(
                    "the result is of %s, the last attempt is %s"
                            .formatted(status.result().runId(), runId));
        status.attempts().stream()
                .filter(a -> a.endedAt() == null || a.jobUid() == null)
                .forEach(a -> problems.add("attempt without end or Job: " + a));
        if (status.result().files() != subject.paths().size())
            problems.add(
                    "%d files in the result, %d in the commit"
                            .formatted(status.result().files(), subject.paths().size()));
        return problems;
    }

    List<String> pointsAreThoseOfTheCommit() {
        var result = status.result();
        var stored = new StoredPoints(skerry.qdrant(), subject);
        var points = stored.all();
        var problems = new ArrayList<String>();
        var paths = new HashSet<String>();
        for (var point : points) {
            var path = text(point, "file_path");
            paths.add(path);
            if (!stored.id(path, result.runId()).toString().equals(point.getId().getUuid()))
                problems.add(
                        "point "
                                + point.getId().getUuid()
                                + " of "
                                + path
                                + " has another id than its contract's");
            for (var expected : payload(result).entrySet()) {
                if (!expected.getValue().equals(text(point, expected.getKey())))
                    problems.add(
                            "point of %s: %s is %s, not %s"
                                    .formatted(
                                            path,
                                            expected.getKey(),
                                            text(point, expected.getKey()),
                                            expected.getValue()));
            }
        }
        if (points.size() != subject.paths().size() || !paths.equals(subject.paths()))
            problems.add(
                    "%d points of %d files; too many: %s, missing: %s"
                            .formatted(
                                    points.size(),
                                    subject.paths().size(),
                                    without(paths, subject.paths()),
                                    without(subject.paths(), paths)));
        return problems.stream().limit(5).toList();
    }

    private Map<String, String> payload(IngestionResult result) {
        return Map.of(
                "namespace", subject.namespace(),
                "job", subject.name(),
                "repo_url", subject.url(),
                "commit", subject.commit(),
                "run_id", result.runId());
    }

    private static String text(RetrievedPoint point, String key) {
        var value = point.getPayloadMap().get(key);
        return value == null ? "absent" : value.getStringValue();
    }

    private static List<String> without(Set<String> some, Set<String> others) {
        return some.stream().filter(p -> !others.contains(p)).limit(3).toList();
    }

    /** A version that can be found is whole, each is of another pod, and the result's is there. */
    List<String> artifactsAreCompleteOrAbsent() {
        var problems = new ArrayList<String>();
        var pods = new HashSet<String>();
        var versions = new HashSet<String>();
        try {
            for (var version : artifacts.versions(subject.namespace(), subject.name())) {
                var manifest =
                        artifacts.verify(subject.namespace(), subject.name(), version.version());
                versions.add(version.version());
                if (!subject.commit().equals(manifest.provenance().commit()))
                    problems.add(version.uri() + " is of commit " + manifest.provenance().commit());
                if (!pods.add(manifest.provenance().podUid()))
                    problems.add(version.uri() + " is the second of its pod");
                if (version.version().equals(status.result().artifact().version())
                        && !manifest.provenance()
                                .podUid()
                                .equals(status.attempts().getLast().podUid()))
                    problems.add(
                            version.uri()
                                    + " stands in status but is of pod "
                                    + manifest.provenance().podUid());
            }
        } catch (StorageException e) {
            problems.add("a version that can be found is not whole: " + e.getMessage());
        }
        if (!versions.contains(status.result().artifact().version()))
            problems.add(status.result().artifact().uri() + " stands in status and is not there");
        return problems;
    }

    /**
     * Beside complete versions: what pods left that were killed while they published, one number
     * for each at most, and reports; all of them can be told to be of this job.
     */
    List<String> theBucketHoldsNothingElse() {
        try {
            var prefix = "artifacts/%s/%s/".formatted(subject.namespace(), subject.name());
            var numbers =
                    skerry.storage().folders(BUCKET, prefix).stream()
                            .filter(f -> f.matches("v[0-9]+"))
                            .count();
            var problems = new ArrayList<String>();
            int attempts = status.attempts().getLast().number();
            if (numbers > attempts)
                problems.add("%d version numbers of %d attempts".formatted(numbers, attempts));
            skerry.storage().list(BUCKET, prefix).stream()
                    .map(ObjectInfo::key)
                    .map(key -> key.substring(prefix.length()))
                    .filter(
                            key ->
                                    !key.matches(
                                            "v[0-9]+/(\\.claim|manifest\\.json|[a-z]+\\.(f32|tsv|json|csv))|\\.producers/[^/]+\\.json"))
                    .forEach(key -> problems.add("the bucket holds " + prefix + key));
            return problems;
        } catch (StorageException e) {
            return List.of("the bucket cannot be read: " + e.getMessage());
        }
    }

    List<String> childrenAreThoseOfItsAttempts() {
        var last = status.attempts().getLast();
        var client = skerry.kubernetes();
        var expected = new HashSet<String>();
        for (int i = 1; i <= last.number(); i++)
            expected.add("%s-ij-r%d-a%d".formatted(subject.name(), last.run(), i));
        var problems = new ArrayList<String>();
        for (var job :
                client.batch().v1().jobs().inNamespace(subject.namespace()).list().getItems())
            if (!expected.contains(job.getMetadata().getName()))
                problems.add("a Job of no attempt: " + job.getMetadata().getName());
        for (var map : client.configMaps().inNamespace(subject.namespace()).list().getItems())
            if (!map.getMetadata().getName().equals("kube-root-ca.crt")
                    && !expected.contains(map.getMetadata().getName()))
                problems.add("a ConfigMap of no attempt: " + map.getMetadata().getName());
        return problems;
    }
}
