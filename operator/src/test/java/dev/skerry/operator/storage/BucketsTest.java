package dev.skerry.operator.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.artifacts.ObjectKeys;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.RetryPolicy;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.local.controlplane.TestObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real S3 server. */
class BucketsTest {
    private static final String BUCKET = "buckets-test";
    private static final String NAMESPACE = "demo";
    private static final String POD = UUID.randomUUID().toString();

    private final String job = UUID.randomUUID().toString();
    private ObjectStorage storage;
    private Buckets buckets;

    @BeforeEach
    void open() throws Exception {
        storage = storage(TestObjectStore.shared().secretKey());
        storage.ensureBucket(BUCKET);
        buckets = new Buckets(storage, false);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void aResultThatWasLeftIsFound() throws Exception {
        leave("{\"run\":1,\"attempt\":1,\"seq\":9,\"result\":{\"runId\":\"r1-a1-p\"}}");
        assertThat(buckets.leftResult(BUCKET, NAMESPACE, job, POD))
                .isInstanceOfSatisfying(
                        LeftResult.Found.class,
                        found ->
                                assertThat(found.result().path("runId").asText())
                                        .isEqualTo("r1-a1-p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"run\":1}", "not a report", "{", ""})
    void whatHoldsNoResultLeftNone(String content) throws Exception {
        leave(content);
        assertThat(left(BUCKET)).isEqualTo(new LeftResult.None());
    }

    @Test
    void whereNothingLiesNothingWasLeft() {
        assertThat(left(BUCKET)).isEqualTo(new LeftResult.None());
        assertThat(left("no-such-bucket")).isEqualTo(new LeftResult.None());
    }

    @Test
    void aReadThatIsRefusedSaysNothingAboutTheResult() throws Exception {
        leave("{\"run\":1,\"attempt\":1,\"seq\":9,\"result\":{\"runId\":\"r1-a1-p\"}}");
        try (var refused = storage("a-wrong-secret-key")) {
            var stranger = new Buckets(refused, false);
            assertThat(stranger.leftResult(BUCKET, NAMESPACE, job, POD))
                    .isInstanceOfSatisfying(
                            LeftResult.Away.class,
                            away -> assertThat(away.message()).contains("refused the credentials"));
            assertThat(stranger.newestCheckpoint(BUCKET, NAMESPACE, job, 1))
                    .isInstanceOf(ResumePoint.Away.class);
            assertThat(stranger.leftovers(BUCKET, NAMESPACE, job))
                    .isInstanceOf(StoredLeftovers.Away.class);
            assertThat(stranger.remove(BUCKET, List.of("reports/" + NAMESPACE + "/" + job + "/")))
                    .isPresent();
            assertThat(stranger.state(BUCKET)).isInstanceOf(BucketState.Refused.class);
        }
    }

    @Test
    void aBucketThatIsGoneHoldsNothing() {
        var gone = "gone-" + job;
        assertThat(buckets.state(gone)).isEqualTo(new BucketState.Missing(gone));
        assertThat(buckets.newestCheckpoint(gone, NAMESPACE, job, 1))
                .isEqualTo(new ResumePoint.None());
        assertThat(buckets.leftovers(gone, NAMESPACE, job)).isEqualTo(new StoredLeftovers.Gone());
        assertThat(buckets.remove(gone, List.of("reports/" + NAMESPACE + "/" + job + "/")))
                .isEmpty();
    }

    static List<String> namesThatNoBucketCanHave() {
        return List.of(
                "",
                "a",
                "ab",
                "a..b",
                "-ab",
                "ab-",
                "AB-c",
                "a_b",
                "a b",
                "a/b",
                "ü",
                "../etc",
                "a\u0000b",
                "a".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("namesThatNoBucketCanHave")
    void aNameThatNoBucketCanHaveIsRefusedAndNothingLiesThere(String name) {
        assertThat(buckets.state(name)).isInstanceOf(BucketState.Refused.class);
        assertThat(buckets.ensure(name)).isInstanceOf(BucketState.Refused.class);
        assertThat(left(name)).isEqualTo(new LeftResult.None());
        assertThat(buckets.newestCheckpoint(name, NAMESPACE, job, 1))
                .isEqualTo(new ResumePoint.None());
        assertThat(buckets.leftovers(name, NAMESPACE, job)).isEqualTo(new StoredLeftovers.Gone());
        assertThat(buckets.remove(name, List.of("reports/" + NAMESPACE + "/" + job + "/")))
                .isEmpty();
    }

    /** Servers differ in what they think of these. */
    @ParameterizedTest
    @ValueSource(strings = {"192.168.5.4", "a.-b", "a-.b", "xn--abc", "abc-s3alias"})
    void aNameThatOnlyTheServerRefusesIsAnAnswerToo(String name) {
        assertThat(buckets.state(name))
                .isInstanceOfAny(BucketState.Refused.class, BucketState.Missing.class);
        assertThat(left(name)).isInstanceOfAny(LeftResult.Away.class, LeftResult.None.class);
        assertThat(buckets.newestCheckpoint(name, NAMESPACE, job, 1))
                .isInstanceOfAny(ResumePoint.Away.class, ResumePoint.None.class);
        assertThat(buckets.leftovers(name, NAMESPACE, job))
                .isInstanceOfAny(StoredLeftovers.Away.class, StoredLeftovers.Gone.class);
    }

    private LeftResult left(String bucket) {
        return buckets.leftResult(bucket, NAMESPACE, job, POD);
    }

    private void leave(String report) throws Exception {
        storage.put(BUCKET, ObjectKeys.report(NAMESPACE, job, POD), report.getBytes(UTF_8));
    }

    private static ObjectStorage storage(String secretKey) {
        var s3 = TestObjectStore.shared();
        return new ObjectStorage(
                StorageSettings.of(s3.endpoint(), s3.accessKey(), secretKey, "us-east-1")
                        .with(Duration.ofSeconds(5), RetryPolicy.ONCE));
    }
}
