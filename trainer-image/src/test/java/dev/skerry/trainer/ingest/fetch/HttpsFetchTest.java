package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static dev.skerry.trainer.ingest.fetch.GitHttpsServer.redirect;
import static dev.skerry.trainer.ingest.fetch.GitHttpsServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.skerry.trainer.ingest.fetch.FetchException.Fault;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.transport.UploadPack.RequestPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories of a real https server, good and bad; what a user is told is compared in full. */
@Timeout(60)
class HttpsFetchTest {

    private static final FetchLimits LIMITS =
            new FetchLimits(8 << 20, 1000, Duration.ofSeconds(20));

    @TempDir private Path folder;
    private GitHttpsServer server;
    private String commit;
    private String hidden;
    private Path work;

    @BeforeEach
    void start() throws Exception {
        work = folder.resolve("work");
        var noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        try (var fixture = new GitFixture(folder.resolve("a.git"))) {
            hidden = fixture.commit("refs/heads/master", Map.of("old.py", text("1")));
            commit =
                    fixture.commit(
                            "refs/heads/master",
                            Map.of("a.py", text("import b"), "noise.bin", noise));
        }
        new GitFixture(folder.resolve("empty.git")).close();
        server = new GitHttpsServer(folder, folder);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        if (Files.exists(work)) {
            assertThat(work).isEmptyDirectory();
        }
    }

    @Test
    void aPublicRepositoryIsRead() throws Exception {
        try (var snapshot = fetch(server.url("a.git"), "", trusted())) {
            assertThat(snapshot.commit()).isEqualTo(commit);
            assertThat(snapshot.read("a.py", 100)).hasValue(text("import b"));
        }
        assertThat(server.seen).noneMatch(request -> request.authorization().isPresent());
    }

    @Test
    void aPrivateRepositoryIsReadWithItsPassword() throws Exception {
        server.password = Optional.of("ann:s3cret");
        try (var snapshot = fetch(server.url("a.git"), "", password("ann", "s3cret"))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
        }
    }

    @Test
    void withoutAPasswordItSaysWhereToPutOne() {
        server.password = Optional.of("ann:s3cret");
        assertThat(failure(server.url("a.git"), "", trusted(), Fault.CONFIG))
                .isEqualTo(
                        server.url("a.git")
                                + " needs a password; put username and password into a Secret and name it in repository.credentialsSecretRef");
    }

    @Test
    void aWrongPasswordIsSaidToBeRefusedAndIsNotShown() {
        server.password = Optional.of("ann:s3cret");
        assertThat(failure(server.url("a.git"), "", password("ann", "wr0ng"), Fault.CONFIG))
                .isEqualTo(
                        server.url("a.git")
                                + " refuses these credentials; put valid ones into the Secret named by repository.credentialsSecretRef");
    }

    @Test
    void anSshKeyIsNoPassword() {
        assertThat(
                        failure(
                                server.url("a.git"),
                                "",
                                new Credentials.SshKey("key", "hosts"),
                                Fault.CONFIG))
                .isEqualTo(
                        "repository.credentialsSecretRef: the Secret holds an ssh key, %s needs username and password"
                                .formatted(server.url("a.git")));
    }

    @Test
    void aCertificateThatNobodyKnowsSaysWhereToPutItsCa() {
        assertThat(failure(server.url("a.git"), "", new Credentials.None(), Fault.CONFIG))
                .startsWith("the certificate of localhost is not trusted (")
                .endsWith(
                        "; put its CA as ca.crt into the Secret named by repository.credentialsSecretRef");
        assertThat(
                        failure(
                                server.url("a.git"),
                                "",
                                new Credentials.None(Optional.of("no pem")),
                                Fault.CONFIG))
                .startsWith("repository.credentialsSecretRef: ca.crt holds no certificates in PEM");
    }

    @Test
    void aRepositoryThatDoesNotExistIsSaidSo() {
        assertThat(failure(server.url("none.git"), "", trusted(), Fault.CONFIG))
                .isEqualTo(
                        "there is no repository at %s, or it needs credentials (repository.credentialsSecretRef)"
                                .formatted(server.url("none.git")));
    }

    @Test
    void anEmptyRepositoryIsSaidToBeEmpty() {
        assertThat(failure(server.url("empty.git"), "", trusted(), Fault.DATA))
                .isEqualTo(
                        "the repository %s is empty: it has no commits"
                                .formatted(server.url("empty.git")));
    }

    @Test
    void aHashThatTheServerDoesNotShowIsReadWhereItAllowsThat() throws Exception {
        assertThat(failure(server.url("a.git"), hidden, trusted(), Fault.CONFIG))
                .isEqualTo(
                        "repository.revision: the server has no commit %s, or gives none by hash; use a branch or tag"
                                .formatted(hidden));
        server.policy = RequestPolicy.ANY;
        try (var snapshot = fetch(server.url("a.git"), hidden, trusted())) {
            assertThat(snapshot.commit()).isEqualTo(hidden);
            assertThat(snapshot.paths()).containsExactly("old.py");
        }
        assertThat(failure(server.url("a.git"), "1".repeat(40), trusted(), Fault.CONFIG))
                .contains("has no commit 1111");
    }

    @Test
    void aRedirectOnTheSameServerIsFollowedWithCredentials() throws Exception {
        server.password = Optional.of("ann:s3cret");
        server.answers.put("moved.git", redirect(server.url("a.git")));
        try (var snapshot = fetch(server.url("moved.git"), "", password("ann", "s3cret"))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
        }
    }

    @Test
    void credentialsAreNotSentAlongToAnotherHost() throws Exception {
        server.password = Optional.of("ann:s3cret");
        server.answers.put("moved.git", redirect(server.elsewhere("a.git")));
        assertThat(failure(server.url("moved.git"), "", password("ann", "s3cret"), Fault.CONFIG))
                .isEqualTo(
                        "%s redirects to %s, which asks for a password; credentials are not sent along, use the URL of that server"
                                .formatted(
                                        server.url("moved.git"),
                                        server.elsewhere("").split("/")[2]));
        assertThat(server.seen).anyMatch(request -> request.host().equals("127.0.0.1"));
        assertNothingWasToldElsewhere();

        server.password = Optional.empty();
        try (var snapshot = fetch(server.url("moved.git"), "", password("ann", "s3cret"))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
        }
        assertNothingWasToldElsewhere();
    }

    @Test
    void evenAfterTheFirstServerAskedForThem() {
        var elsewhere = redirect(server.elsewhere("a.git"));
        server.answers.put(
                "moved.git",
                exchange -> {
                    if (exchange.getRequestHeaders().containsKey("Authorization")) {
                        elsewhere.to(exchange);
                    } else {
                        exchange.getResponseHeaders()
                                .add("WWW-Authenticate", "Basic realm=\"git\"");
                        exchange.sendResponseHeaders(401, -1);
                    }
                });
        server.password = Optional.of("ann:s3cret");
        assertThat(failure(server.url("moved.git"), "", password("ann", "s3cret"), Fault.CONFIG))
                .contains("credentials are not sent along");
        assertThat(server.seen).anyMatch(request -> request.authorization().isPresent());
        assertNothingWasToldElsewhere();
    }

    private void assertNothingWasToldElsewhere() {
        assertThat(server.seen)
                .filteredOn(request -> request.host().equals("127.0.0.1"))
                .allMatch(request -> request.authorization().isEmpty());
    }

    @Test
    void aRedirectToAnotherSchemeIsRefused() {
        server.answers.put("moved.git", redirect("http://example.com/a.git"));
        assertThat(failure(server.url("moved.git"), "", trusted(), Fault.CONFIG))
                .contains("redirects where a job does not follow", "http://example.com/a.git")
                .endsWith("use the https URL that it leads to");
        server.answers.put("moved.git", redirect("file:///etc"));
        assertThat(failure(server.url("moved.git"), "", trusted(), Fault.CONFIG))
                .contains("file");
    }

    @Test
    void aRedirectToAPrivateAddressIsRefused() {
        server.answers.put("moved.git", redirect(server.elsewhere("a.git")));
        var localhostIsPublic =
                new AddressRules(
                        false,
                        host ->
                                new InetAddress[] {
                                    InetAddress.getByName(
                                            host.equals("localhost") ? "8.8.8.8" : host)
                                });
        assertThat(failure(server.url("moved.git"), localhostIsPublic, Fault.CONFIG))
                .isEqualTo(
                        "repository.url: 127.0.0.1 is 127.0.0.1, not a public address; allow private addresses in the operator's configuration or use a public host");
        assertThat(server.seen).noneMatch(request -> request.host().equals("127.0.0.1"));
    }

    @Test
    void aNameThatDnsResolvesToAPrivateAddressIsRefused() {
        assertThat(failure(server.url("a.git"), new AddressRules(false), Fault.CONFIG))
                .startsWith("repository.url: localhost is ")
                .contains("not a public address");
        assertThat(server.seen).isEmpty();
    }

    @Test
    void aRedirectInCirclesEnds() {
        server.answers.put("moved.git", redirect(server.url("moved.git")));
        assertThat(failure(server.url("moved.git"), "", trusted(), Fault.CONFIG))
                .startsWith("repository.url: " + server.url("moved.git") + " redirects where a job does not follow (");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aServerInTroubleIsWorthAnotherTry(int code) {
        server.answers.put("ill.git", status(code));
        assertThat(failure(server.url("ill.git"), "", trusted(), Fault.SERVICE))
                .startsWith("fetching " + server.url("ill.git") + " failed: ")
                .contains(Integer.toString(code))
                .endsWith("; it is worth trying again");
    }

    @Test
    void aHostThatDoesNotExistIsWorthAnotherTry() {
        assertThat(failure("https://no-such-host.invalid/a.git", "", trusted(), Fault.SERVICE))
                .contains("no-such-host.invalid");
    }

    @Test
    void aServerThatIsNotThereIsWorthAnotherTry() {
        server.close();
        assertThat(failure(server.url("a.git"), "", trusted(), Fault.SERVICE))
                .contains("onnection refused");
    }

    @ParameterizedTest
    @CsvSource({"text/html", "application/x-git-upload-pack-advertisement"})
    void whatIsNoRepositoryIsSaidToBeNone(String type) {
        server.answers.put(
                "page.git",
                exchange -> {
                    var page = "<html>hello".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", type);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                });
        var failure =
                catchThrowableOfType(
                        FetchException.class,
                        () -> fetch(server.url("page.git"), "", trusted()).close());
        assertThat(failure.getMessage()).contains(server.url("page.git")).doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 5_000, 900_000})
    void aServerThatClosesInTheMiddleIsWorthAnotherTry(int after) {
        server.answers.put("torn.git", spoiled(out -> new Cut(out, after)));
        assertThat(failure(server.url("torn.git"), "", trusted(), Fault.SERVICE))
                .startsWith("fetching " + server.url("torn.git") + " failed: ")
                .doesNotContain("null");
    }

    @Test
    void aPackWithAWrongByteIsNotBelieved() {
        server.answers.put(
                "torn.git",
                spoiled(
                        out ->
                                new FilterOutputStream(out) {
                                    private int at;

                                    @Override
                                    public void write(int b) throws IOException {
                                        super.write(at++ == 500_000 ? b ^ 1 : b);
                                    }
                                }));
        assertThat(failure(server.url("torn.git"), "", trusted(), Fault.SERVICE))
                .startsWith("fetching " + server.url("torn.git") + " failed: ");
    }

    @Test
    void aRepositoryOverTheByteLimitIsCutOff() {
        assertThat(
                        failure(
                                server.url("a.git"),
                                "",
                                trusted(),
                                new FetchLimits(100_000, 1000, Duration.ofSeconds(20)),
                                Fault.DATA))
                .matches(
                        "(the server sent more|the repository is larger) than 100000 bytes; raise the limit or choose another revision");
    }

    @Test
    void aListOfRefsThatNeverEndsIsCutOff() {
        server.answers.put(
                "endless.git",
                exchange -> {
                    exchange.getResponseHeaders()
                            .add("Content-Type", "application/x-git-upload-pack-advertisement");
                    exchange.sendResponseHeaders(200, 0);
                    var out = exchange.getResponseBody();
                    out.write("001e# service=git-upload-pack\n0000".getBytes(StandardCharsets.UTF_8));
                    for (int i = 0; ; i++) {
                        var line = "0040%s refs/heads/%07x\n".formatted("1".repeat(40), i);
                        out.write(line.getBytes(StandardCharsets.UTF_8));
                    }
                });
        assertThat(failure(server.url("endless.git"), "", trusted(), Fault.DATA))
                .startsWith("the server sent more than 8388608 bytes");
    }

    @Test
    void aServerThatSendsAByteNowAndThenIsGivenUpInTime() {
        server.answers.put(
                "slow.git",
                exchange -> {
                    exchange.getResponseHeaders()
                            .add("Content-Type", "application/x-git-upload-pack-advertisement");
                    exchange.sendResponseHeaders(200, 0);
                    var out = exchange.getResponseBody();
                    try {
                        while (true) {
                            out.write('0');
                            out.flush();
                            Thread.sleep(100);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertInTime("slow.git");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpInTime() {
        var never = new CountDownLatch(1);
        server.answers.put(
                "slow.git",
                exchange -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertInTime("slow.git");
    }

    private void assertInTime(String name) {
        long start = System.nanoTime();
        var failure =
                catchThrowableOfType(
                        FetchException.class,
                        () ->
                                fetch(
                                                server.url(name),
                                                "",
                                                trusted(),
                                                new AddressRules(true),
                                                new FetchLimits(
                                                        8 << 20, 1000, Duration.ofSeconds(2)))
                                        .close());
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).containsIgnoringCase("t").doesNotContain("null");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    /** Serves {@code a.git} through a stream that spoils the pack. */
    private GitHttpsServer.Answer spoiled(UnaryOperator<OutputStream> stream) {
        return exchange -> {
            var rest = exchange.getRequestURI().getPath().replaceFirst("^/[^/]*", "");
            if (carriesPack(exchange)) {
                exchange.setStreams(null, stream.apply(exchange.getResponseBody()));
            }
            server.serve(exchange, "a.git", rest);
        };
    }

    /** The first POST of version 2 lists refs; the pack comes with the last. */
    private boolean carriesPack(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && server.seen.stream()
                                .filter(request -> request.path().endsWith("/git-upload-pack"))
                                .count()
                        > 1;
    }

    /** Breaks off after so many bytes. */
    private static final class Cut extends FilterOutputStream {
        private int left;

        Cut(OutputStream out, int bytes) {
            super(out);
            this.left = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            if (left-- <= 0) {
                throw new IOException("as the test wants");
            }
            super.write(b);
        }
    }

    private Credentials trusted() {
        return new Credentials.None(Optional.of(server.ca()));
    }

    private Credentials password(String user, String password) {
        return new Credentials.Password(user, password, Optional.of(server.ca()));
    }

    private Snapshot fetch(String url, String revision, Credentials credentials)
            throws FetchException {
        return fetch(url, revision, credentials, new AddressRules(true), LIMITS);
    }

    private Snapshot fetch(
            String url,
            String revision,
            Credentials credentials,
            AddressRules addresses,
            FetchLimits limits)
            throws FetchException {
        var request = new FetchRequest(url, false, revision, credentials, Selection.ALL);
        return new RepositoryFetcher(false, addresses, limits, work)
                .fetch(request, FetchListener.NONE);
    }

    private String failure(String url, String revision, Credentials credentials, Fault fault) {
        return failure(url, revision, credentials, LIMITS, fault);
    }

    private String failure(
            String url,
            String revision,
            Credentials credentials,
            FetchLimits limits,
            Fault fault) {
        return failure(
                () -> fetch(url, revision, credentials, new AddressRules(true), limits), fault);
    }

    private String failure(String url, AddressRules addresses, Fault fault) {
        return failure(() -> fetch(url, "", trusted(), addresses, LIMITS), fault);
    }

    private interface Fetch {
        Snapshot run() throws FetchException;
    }

    private static String failure(Fetch fetch, Fault fault) {
        var failure = catchThrowableOfType(FetchException.class, () -> fetch.run().close());
        assertThat(failure).isNotNull();
        assertThat(failure.fault()).as(failure.getMessage()).isEqualTo(fault);
        return failure.getMessage();
    }
}
