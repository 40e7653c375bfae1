package dev.skerry.operator.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.artifacts.ObjectInfo;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.RetryPolicy;
import dev.skerry.artifacts.StorageException;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.local.controlplane.TestObjectStore;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real S3 server; which jobs live is said by each test. */
class BucketSweepTest {
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final int MANY = 1_000_000;

    private final String bucket = "sweep-" + Long.toString(System.nanoTime(), 36);
    private final Set<String> living = new HashSet<>();
    private final String dead = UUID.randomUUID().toString();
    private ObjectStorage storage;
    private int page = 1000;
    private int calls = MANY;

    @BeforeEach
    void open() throws Exception {
        storage = storage(TestObjectStore.shared().secretKey());
        storage.ensureBucket(bucket);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void everythingOfAJobThatIsNoMoreGoesAndNothingElse() throws Exception {
        var alive = UUID.randomUUID().toString();
        living.add(alive);
        for (var kind : List.of("checkpoints", "reports", "logs")) {
            put(kind + "/demo/" + dead + "/r1-a1-p/7/tables");
            put(kind + "/demo/" + dead + "/r1-a1-p.json");
            put(kind + "/demo/" + alive + "/r1-a1-p.json");
        }
        put("artifacts/demo/code/v1/manifest.json");
        put("datasets/demo/" + dead + "/x");
        assertThat(sweep()).isEqualTo(new BucketSweep.Outcome(6, Optional.empty()));
        assertThat(keys())
                .containsExactlyInAnyOrder(
                        "checkpoints/demo/" + alive + "/r1-a1-p.json",
                        "reports/demo/" + alive + "/r1-a1-p.json",
                        "logs/demo/" + alive + "/r1-a1-p.json",
                        "artifacts/demo/code/v1/manifest.json",
                        "datasets/demo/" + dead + "/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checkpoints/demo/best/model",
                "checkpoints/demo/00000000-0000-0000-0000-00000000000/x",
                "checkpoints/demo/0000000G-0000-0000-0000-000000000000/x",
                "checkpoints/demo/file",
                "checkpoints/a name/11111111-1111-1111-1111-111111111111/x",
                "checkpoints/11111111-1111-1111-1111-111111111111",
                "elsewhere/demo/11111111-1111-1111-1111-111111111111/x"
            })
    void whatHasNoUidInItsPlaceIsNotOurs(String key) throws Exception {
        put(key);
        assertThat(sweep().removed()).isZero();
        assertThat(keys()).containsExactly(key);
    }

    @Test
    void aNamespaceThatIsNotWatchedIsLeftAlone() throws Exception {
        put("reports/another/" + dead + "/x");
        put("reports/demo/" + dead + "/x");
        sweep();
        assertThat(keys()).containsExactly("reports/another/" + dead + "/x");
    }

    @Test
    void aPlaceWithSomethingYoungStaysAsItIs() throws Exception {
        put("checkpoints/demo/" + dead + "/old");
        put("checkpoints/demo/" + dead + "/young");
        page = 1;
        var younger = storage.list(bucket, "").getLast().lastModified();
        assertThat(sweep(younger).removed()).isZero();
        assertThat(sweep(younger.plusMillis(1)).removed()).isEqualTo(2);
    }

    @Test
    void manyJobsAndManyObjectsAreSeenPageByPage() throws Exception {
        var uids = IntStream.range(0, 25).mapToObj(i -> UUID.randomUUID().toString()).toList();
        for (var uid : uids)
            for (int i = 0; i < 7; i++) put("checkpoints/demo/" + uid + "/step-" + i);
        living.addAll(uids.subList(0, 5));
        page = 3;
        assertThat(sweep().removed()).isEqualTo(20 * 7);
        assertThat(keys()).hasSize(5 * 7).allMatch(key -> living.contains(key.split("/", -1)[2]));
    }

    @Test
    void aPassEndsAfterItsCallsAndTheNextOneGoesOn() throws Exception {
        for (int i = 0; i < 30; i++) put("reports/demo/" + dead + "/" + i);
        calls = 20;
        int passes = 0;
        for (int before = MANY; keys().size() < before && !keys().isEmpty(); passes++) {
            before = keys().size();
            assertThat(sweep().removed()).isBetween(1, 20);
        }
        assertThat(keys()).isEmpty();
        assertThat(passes).isGreaterThan(1);
    }

    @Test
    void whereNobodyKnowsWhichJobsLiveNothingGoes() throws Exception {
        put("reports/demo/" + dead + "/x");
        var outcome =
                pass(
                        storage,
                        (uids, namespace) -> {
                            throw new KubernetesClientException("the API server is away");
                        });
        assertThat(outcome.removed()).isZero();
        assertThat(outcome.fault()).contains("the API server is away");
        assertThat(keys()).hasSize(1);
    }

    @Test
    void whatIsRefusedIsAFaultOfThisPass() throws Exception {
        try (var refused = storage("a-wrong-secret-key")) {
            var outcome = pass(refused, this::alive);
            assertThat(outcome.fault()).hasValueSatisfying(f -> assertThat(f).contains("refused"));
        }
    }

    @Test
    void theJobsAreAskedForAfterTheirPlacesWereSeen() throws Exception {
        put("reports/demo/" + dead + "/x");
        var later = UUID.randomUUID().toString();
        pass(
                storage,
                (uids, namespace) -> {
                    if (uids.contains(dead)) put("checkpoints/demo/" + later + "/x");
                    return Set.of();
                });
        assertThat(keys()).containsExactly("checkpoints/demo/" + later + "/x");
    }

    @Test
    void aBucketThatTwoClustersUseIsKnownToBoth() throws Exception {
        var claims = new BucketClaims(storage);
        assertThat(claims.others(bucket, "one")).isEmpty();
        assertThat(claims.others(bucket, "one")).isEmpty();
        assertThat(claims.others(bucket, "two")).containsExactly("one");
        assertThat(claims.others(bucket, "one")).containsExactly("two");
        storage.delete(bucket, "clusters/two");
        assertThat(claims.others(bucket, "one")).isEmpty();
    }

    private BucketSweep.Outcome sweep() {
        return sweep(Instant.now().plus(LATER));
    }

    private BucketSweep.Outcome sweep(Instant before) {
        return pass(storage, this::alive, before);
    }

    private BucketSweep.Outcome pass(ObjectStorage through, LiveJobs jobs) {
        return pass(through, jobs, Instant.now().plus(LATER));
    }

    private BucketSweep.Outcome pass(ObjectStorage through, LiveJobs jobs, Instant before) {
        return new BucketSweep(
                        through,
                        bucket,
                        "demo"::equals,
                        jobs,
                        new BucketSweep.Limits(page, calls),
                        before)
                .run();
    }

    private Set<String> alive(Set<String> uids, String namespace) {
        var alive = new HashSet<>(uids);
        alive.retainAll(living);
        return alive;
    }

    private void put(String key) {
        try {
            storage.put(bucket, key, "x".getBytes(UTF_8));
        } catch (StorageException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> keys() throws Exception {
        return storage.list(bucket, "").stream().map(ObjectInfo::key).toList();
    }

    private static ObjectStorage storage(String secretKey) {
        var s3 = TestObjectStore.shared();
        return new ObjectStorage(
                StorageSettings.of(s3.endpoint(), s3.accessKey(), secretKey, "us-east-1")
                        .with(Duration.ofSeconds(5), RetryPolicy.ONCE));
    }
}
