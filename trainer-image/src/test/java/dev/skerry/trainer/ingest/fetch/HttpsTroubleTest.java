package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.GitHttpsServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.skerry.trainer.ingest.fetch.FetchException.Fault;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers in trouble, and such as mean no good: each has one reason, in time. */
@Timeout(60)
class HttpsTroubleTest extends HttpsFetches {

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
                        "(the server sent more|the repository is larger) than 100000 bytes; raise"
                                + " the limit or choose another revision");
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
                    out.write(
                            "001e# service=git-upload-pack\n0000".getBytes(StandardCharsets.UTF_8));
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
        var never = new CountDownLatch(1);
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
                            assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
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
}
