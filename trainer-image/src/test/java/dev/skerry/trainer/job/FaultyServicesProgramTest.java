package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.trainer.ingest.publish.FaultyVectorStore.Fault;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers in trouble: the class says whether to try again, the last words say what to do. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class FaultyServicesProgramTest {

    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir Path folder;
    private TestPod pod;

    @BeforeEach
    void start() throws Exception {
        pod = new TestPod(folder, 10);
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(pod.left()).isEmpty();
        pod.close();
    }

    @Test
    void objectStorageThatIsAwayIsWorthAnotherTry() throws Exception {
        pod.environment.put("AWS_ENDPOINT_URL_S3", NOWHERE);
        assertEnds(
                69, "Service", "object storage at " + NOWHERE + " is away", "AWS_ENDPOINT_URL_S3");
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, 69, Service, is away",
        "503, SlowDown, 69, Service, is away",
        "507, XMinioStorageFull, 69, Service, is full",
        "403, QuotaExceeded, 69, Service, is full",
        "400, XMinioAdminBucketQuotaExceeded, 69, Service, is full",
        "403, AccessDenied, 78, Config, check AWS_ACCESS_KEY_ID",
        "403, SignatureDoesNotMatch, 78, Config, check AWS_ACCESS_KEY_ID",
        "403, InvalidAccessKeyId, 78, Config, check AWS_ACCESS_KEY_ID",
        "400, AuthorizationHeaderMalformed, 78, Config, check AWS_REGION",
        "301, PermanentRedirect, 78, Config, check AWS_REGION",
        "404, NoSuchBucket, 78, Config, the bucket does not exist",
    })
    void whatObjectStorageAnswersHasOneClearReason(
            int status, String code, int exit, String failureClass, String words) throws Exception {
        pod.storage.faults = (method, key) -> Optional.of(new MemoryS3.Fault(status, code));
        assertEnds(exit, failureClass, words, "s3://skerry");
        assertThat(pod.storage.objects).isEmpty();
    }

    @Test
    void aKeyThatIsTold403OfWhatIsNotThereSuffices() throws Exception {
        pod.storage.faults =
                (method, key) ->
                        List.of("GET", "HEAD").contains(method)
                                        && !key.isEmpty()
                                        && !pod.storage.objects.containsKey(key)
                                ? Optional.of(new MemoryS3.Fault(403, "AccessDenied"))
                                : Optional.empty();
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.storage.objects).containsKey("artifacts/demo/flask/v1/manifest.json");
    }

    @Test
    void aFaultThatPassesIsWaitedFor() throws Exception {
        var left = new AtomicInteger(3);
        pod.storage.faults =
                (method, key) ->
                        method.equals("PUT") && left.getAndDecrement() > 0
                                ? Optional.of(new MemoryS3.Fault(503, "SlowDown"))
                                : Optional.empty();
        pod.vectors.upsertFaults.add(new Fault.Fails(Status.Code.UNAVAILABLE));
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.storage.objects).containsKey("artifacts/demo/flask/v1/manifest.json");
        assertThat(pod.vectors.points).hasSize(11);
    }

    @Test
    void aVectorStoreThatIsAwayIsWorthAnotherTry() throws Exception {
        pod.environment.put("QDRANT_URL", NOWHERE);
        assertEnds(69, "Service", "the vector store at " + NOWHERE + " is away", "QDRANT_URL");
        assertThat(pod.storage.objects.keySet()).noneMatch(key -> key.startsWith("artifacts/"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, 78, Config, check QDRANT_API_KEY",
        "PERMISSION_DENIED, 78, Config, check QDRANT_API_KEY",
        "NOT_FOUND, 78, Config, was it removed while the job ran?",
        "INVALID_ARGUMENT, 78, Config, spec.embedding.dimensions",
        "RESOURCE_EXHAUSTED, 69, Service, is away",
    })
    void whatTheVectorStoreAnswersHasOneClearReason(
            Status.Code code, int exit, String failureClass, String words) throws Exception {
        pod.vectors.upsertFaults.addAll(Collections.nCopies(20, new Fault.Fails(code)));
        assertEnds(exit, failureClass, words, "collection demo.code: upsert");
        assertThat(pod.storage.objects.keySet()).noneMatch(key -> key.startsWith("artifacts/"));
    }

    @Test
    void lastWordsThatCannotBeWrittenChangeNothing() throws Exception {
        var place = Files.createDirectory(folder.resolve("a-folder"));
        pod.environment.put("SKERRY_TERMINATION_LOG", place.toString());
        assertThat(pod.exitCode()).as(pod::log).isZero();
        assertThat(pod.log()).contains("termination.failed");
        assertThat(pod.lastReport().path("result").path("files").asInt()).isEqualTo(11);

        pod.storage.refuseWith = 403;
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
        assertThat(pod.lastReport().path("failure").path("class").asText()).isEqualTo("Config");
    }

    private void assertEnds(int exit, String failureClass, String... words) throws Exception {
        assertThat(pod.exitCode()).as(pod::log).isEqualTo(exit);
        assertThat(pod.lastWords().path("class").asText()).isEqualTo(failureClass);
        assertThat(pod.lastWords().path("message").asText()).contains(words);
        assertThat(pod.lastReport().path("failure")).isEqualTo(pod.lastWords());
    }
}
