package dev.skerry.trainer.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.trainer.ingest.publish.FaultyVectorStore.Fault.DoesAndFails;
import dev.skerry.trainer.ingest.publish.FaultyVectorStore.Fault.Fails;
import dev.skerry.trainer.ingest.publish.FaultyVectorStore.Fault.Hangs;
import dev.skerry.trainer.ingest.publish.VectorStoreCalls.Patience;
import io.grpc.Status.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class PointPublisherTest {

    private static final Patience QUICK =
            new Patience(Duration.ofMillis(1500), 3, Duration.ofMillis(4));
    private static final Origin ORIGIN =
            origin("flask", "https://example.org/flask.git", "c0ffee", "run-1");

    private FaultyVectorStore store;
    private VectorStoreCalls calls;
    private PointPublisher publisher;
    private final List<Long> progress = new ArrayList<>();

    private static Origin origin(String job, String repoUrl, String commit, String runId) {
        return new Origin("demo", job, "uid-1", 3, repoUrl, commit, runId);
    }

    @BeforeEach
    void start() throws IOException {
        store = new FaultyVectorStore();
        calls = new VectorStoreCalls(store.address(), QUICK);
        publisher = new PointPublisher(calls);
    }

    @AfterEach
    void stop() {
        calls.close();
        store.close();
    }

    @Test
    void everyFileBecomesOnePointWithTheAgreedPayload() throws Exception {
        publisher.publish(
                "demo.code", ORIGIN, new Files(250), (points, total) -> progress.add(points));

        assertThat(store.points).hasSize(250);
        assertThat(store.batches).containsExactlyInAnyOrder(100, 100, 50);
        assertThat(progress).startsWith(0L).endsWith(250L).isSorted();
        assertThat(store.keys).containsOnly("the-key");
        var point = store.points.get(PointIds.of(ORIGIN, "src/7.py").toString());
        assertThat(point.getPayloadMap().keySet())
                .containsExactlyInAnyOrder(
                        "namespace",
                        "job",
                        "job_uid",
                        "run",
                        "repo_url",
                        "file_path",
                        "language",
                        "commit",
                        "run_id",
                        "isolated");
        assertThat(point.getPayloadMap().get("file_path").getStringValue()).isEqualTo("src/7.py");
        assertThat(point.getPayloadMap().get("repo_url").getStringValue())
                .isEqualTo(ORIGIN.repoUrl());
        assertThat(point.getPayloadMap().get("job_uid").getStringValue()).isEqualTo("uid-1");
        assertThat(point.getPayloadMap().get("run").getIntegerValue()).isEqualTo(3);
        assertThat(point.getPayloadMap().get("isolated").getBoolValue()).isTrue();
        assertThat(point.getVectors().getVector().getDense().getDataList())
                .containsExactly(7f, 0.5f, 1f);
    }

    @Test
    void indexesAreThereBeforeTheFirstPointAndTheUrlIsTheTenant() throws Exception {
        publisher.publish("demo.code", ORIGIN, new Files(1), (points, total) -> {});
        assertThat(store.indexes)
                .extracting(i -> i.getFieldName())
                .containsExactly("repo_url", "namespace", "job", "job_uid", "run_id");
        assertThat(
                        store.indexes
                                .getFirst()
                                .getFieldIndexParams()
                                .getKeywordIndexParams()
                                .getIsTenant())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {
                "UNAVAILABLE",
                "DEADLINE_EXCEEDED",
                "RESOURCE_EXHAUSTED",
                "ABORTED",
                "INTERNAL",
                "UNKNOWN"
            })
    void transientFailuresAreTriedAgainAndLeaveEachPointOnce(Code code) throws Exception {
        store.indexFaults.add(new Fails(code));
        store.upsertFaults.addAll(
                List.of(new Fails(code), new DoesAndFails(code), new DoesAndFails(code)));
        publisher.publish(
                "demo.code", ORIGIN, new Files(250), (points, total) -> progress.add(points));
        assertThat(store.points).hasSize(250);
        assertThat(store.upserts).hasValue(6);
        assertThat(progress).endsWith(250L).isSorted();
    }

    @Test
    void aCallThatHangsIsGivenUpAndSentAgain() throws Exception {
        store.upsertFaults.add(new Hangs());
        publisher.publish("demo.code", ORIGIN, new Files(10), (points, total) -> {});
        assertThat(store.points).hasSize(10);
    }

    @Test
    void afterThreeRetriesTheStoreIsAway() {
        for (int i = 0; i < 50; i++) {
            store.upsertFaults.add(new Fails(Code.UNAVAILABLE));
        }
        assertThatThrownBy(() -> publish(10))
                .isInstanceOf(VectorStoreException.Unavailable.class)
                .hasMessageStartingWith(
                        "collection demo.code: upsert: the vector store at http://127.0.0.1:");
        assertThat(store.upserts).hasValue(4);
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"INVALID_ARGUMENT", "PERMISSION_DENIED", "UNAUTHENTICATED", "NOT_FOUND"})
    void otherFailuresAreFinal(Code code) {
        store.upsertFaults.add(new Fails(code));
        var expected =
                switch (code) {
                    case PERMISSION_DENIED, UNAUTHENTICATED -> VectorStoreException.Refused.class;
                    case NOT_FOUND -> VectorStoreException.NoCollection.class;
                    default -> VectorStoreException.Rejected.class;
                };
        assertThatThrownBy(() -> publish(10))
                .isInstanceOf(expected)
                .hasMessageContaining("as the test wants");
        assertThat(store.upserts).hasValue(1);
    }

    @Test
    void aStoreWhoseDiskIsFullIsWorthAnotherTry() {
        for (int i = 0; i < 50; i++) {
            store.upsertFaults.add(
                    new Fails(Code.INTERNAL, "Service internal error: No space left on device"));
        }
        assertThatThrownBy(() -> publish(10))
                .isInstanceOf(VectorStoreException.Unavailable.class)
                .hasMessageContaining("the disk of the vector store at http://127.0.0.1:")
                .hasMessageContaining("is full");
    }

    @Test
    void publishingAgainChangesNothingAndOtherRunsAreLeftAlone() throws Exception {
        publish(120);
        publish(120);
        var next = origin("flask", ORIGIN.repoUrl(), "beef", "run-2");
        publisher.publish("demo.code", next, new Files(80), (points, total) -> {});
        assertThat(store.points).hasSize(200);
    }

    @Test
    void aStoreThatLostPointsIsFoundOut() {
        store.forgets = 1;
        assertThatThrownBy(() -> publish(10))
                .isInstanceOf(VectorStoreException.Unavailable.class)
                .hasMessage(
                        "collection demo.code: holds 9 points of run run-1, 10 were sent; another attempt sends them again");
    }

    @Test
    void aStopEndsTheUploadBetweenBatches() {
        var stopAfterOne =
                new PublishListener() {
                    @Override
                    public void points(long points, long pointsTotal) {
                        progress.add(points);
                    }

                    @Override
                    public boolean stopRequested() {
                        return store.upserts.get() > 0;
                    }
                };
        assertThatThrownBy(
                        () -> publisher.publish("demo.code", ORIGIN, new Files(5000), stopAfterOne))
                .isInstanceOf(CancellationException.class);
        assertThat(store.upserts.get()).isBetween(1, 4);
    }

    @Test
    void anEmptyRepositoryHasNoPoints() throws Exception {
        publish(0);
        assertThat(store.points).isEmpty();
        assertThat(store.indexes).hasSize(5);
    }

    @Test
    void noMoreThanTwoStreamsAreOpen() throws Exception {
        publish(3000);
        assertThat(store.mostAtOnce.get()).isBetween(1, 2);
        assertThat(store.points).hasSize(3000);
    }

    @Test
    void aPointsIdIsFixedForEver() {
        var origin = origin("j", "https://example.org/r.git", "c", "run-1");
        assertThat(PointIds.of(origin, "src/ä b.py"))
                .hasToString("ce9f623a-b578-5fb2-ab17-2787aea1e45a");
        assertThat(
                        PointIds.of(
                                origin("j", "https://example.org/r.git", "c", "run-2"),
                                "src/ä b.py"))
                .isNotEqualTo(PointIds.of(origin, "src/ä b.py"));
    }

    @Test
    void anAddressIsReadFromItsUrl() {
        var problems = new ArrayList<String>();
        assertThat(address("http://qdrant", problems))
                .contains(new VectorStoreAddress("qdrant", 6334, false, Optional.of("k")));
        assertThat(address("https://q.example.org:443/", problems))
                .contains(new VectorStoreAddress("q.example.org", 443, true, Optional.of("k")));
        assertThat(problems).isEmpty();
        for (var bad : List.of("", "qdrant:6334", "ftp://q", "http://u:p@q", "http://", "%")) {
            assertThat(address(bad, problems)).as(bad).isEmpty();
        }
        assertThat(problems).hasSize(6).allMatch(p -> p.startsWith("QDRANT_URL: "));
    }

    private static Optional<VectorStoreAddress> address(String url, List<String> problems) {
        return VectorStoreAddress.fromEnvironment(
                java.util.Map.of("QDRANT_URL", url, "QDRANT_API_KEY", "k"), problems);
    }

    private void publish(int files) throws VectorStoreException {
        publisher.publish("demo.code", ORIGIN, new Files(files), (points, total) -> {});
    }

    /** {@code size} files with vectors of three numbers. */
    private record Files(int size) implements EmbeddedFiles {
        @Override
        public String path(int index) {
            return "src/" + index + ".py";
        }

        @Override
        public String language(int index) {
            return "python";
        }

        @Override
        public boolean isolated(int index) {
            return index % 2 == 1;
        }

        @Override
        public int dimensions() {
            return 3;
        }

        @Override
        public void vector(int index, float[] into) {
            into[0] = index;
            into[1] = 0.5f;
            into[2] = 1;
        }
    }
}
