package dev.skerry.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.local.controlplane.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections of strangers that are only held, by the thousand, to the built operator with the
 * memory it is shipped with: it goes on leading, and every honest report is answered meanwhile.
 */
class ReportFloodTest {
    private static final int CROWD = 3000;
    @TempDir static Path folder;
    private static Installation installation;
    private static OperatorProcess operator;
    private static PlayedJob job;
    private static String token;
    private static SSLSocketFactory tls;

    private static final AtomicInteger SEQ = new AtomicInteger();

    private final HeldConnections crowd = new HeldConnections();

    @BeforeAll
    static void start() throws Exception {
        installation = Installation.shared(folder);
        var settings = installation.settings("flood-" + System.nanoTime());
        settings.put("SKERRY_REPORT_PER_POD_PER_SECOND", "1000");
        // at the pace of an installation the crowd would take a minute to gather
        settings.put("SKERRY_REPORT_HANDSHAKES_PER_SECOND", "500");
        operator = installation.operator("operator", List.of(), settings);
        operator.awaitReady();
        await().atMost(OperatorProcess.PATIENCE).until(operator::leads);
        job = new PlayedJob(installation, "flood-");
        token = job.token(job.runningPod());
        await().atMost(OperatorProcess.PATIENCE).until(() -> reported() == 200);
        tls = Tls.trusting(installation.cluster().ca()).getSocketFactory();
    }

    @AfterAll
    static void stop() throws Exception {
        job.close();
        operator.close();
        installation.close();
    }

    @AfterEach
    void leave() throws IOException {
        crowd.close();
    }

    @Test
    void bodiesThatNeverEnd() throws Exception {
        holds(() -> crowd.openHalfReports(CROWD, operator.reports().getPort(), tls));
    }

    @Test
    void headsThatNeverEnd() throws Exception {
        holds(
                () ->
                        crowd.openTls(
                                CROWD,
                                operator.reports().getPort(),
                                tls,
                                socket ->
                                        HeldConnections.send(
                                                socket,
                                                "POST /v1/reports/a/ingestionjobs/b HTTP/1.1\r\nHost: a\r\nX: "
                                                        + "y".repeat(8000))));
    }

    @Test
    void handshakesThatNeverEnd() throws Exception {
        // a record of 16 KiB is announced, and little of it sent
        byte[] hello = {0x16, 3, 1, 0x40, 0, 1, 0, 0x3f, (byte) 0xfc, 3, 3};
        holds(
                () ->
                        crowd.open(
                                CROWD,
                                operator.reports().getPort(),
                                socket -> socket.getOutputStream().write(hello)));
    }

    @Test
    void theManagementPortIsAnsweredToo() throws Exception {
        var port = operator.management().getPort();
        holds(
                () ->
                        crowd.open(
                                CROWD,
                                port,
                                socket ->
                                        HeldConnections.send(
                                                socket, "GET /metrics HTTP/1.1\r\nX: ")));
        assertThat(operator.metric("skerry_connections")).isLessThan(600);
    }

    private interface Attack {
        void run() throws Exception;
    }

    /** Honest reports go on, all through it and for a while afterwards. */
    private void holds(Attack attack) throws Exception {
        var honest = new CopyOnWriteArrayList<Integer>();
        var over = new AtomicBoolean();
        long before = operator.residentBytes();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var reporting =
                    threads.submit(
                            () -> {
                                while (!over.get()) honest.add(reported());
                                return null;
                            });
            try {
                attack.run();
                int heard = honest.size();
                await().atMost(OperatorProcess.PATIENCE)
                        .until(() -> reporting.isDone() || honest.size() >= heard + 10);
            } finally {
                over.set(true);
            }
            reporting.get();
        }
        assertThat(crowd.begun()).isGreaterThan(CROWD / 2);
        assertThat(honest).hasSizeGreaterThan(10).containsOnly(200);
        assertThat(operator.isReady()).isTrue();
        assertThat(operator.leads()).isTrue();
        assertThat(operator.log())
                .doesNotContain("OutOfMemoryError")
                .doesNotContain("leadership.lost");
        assertThat(operator.residentBytes() - before).isLessThan(64L << 20);
    }

    private static int reported() throws IOException, InterruptedException {
        return job.report(operator, token, SEQ.incrementAndGet(), 40).statusCode();
    }
}
