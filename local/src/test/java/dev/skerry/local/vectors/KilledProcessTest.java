package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program, killed without warning while it writes. */
class KilledProcessTest {
    private static final String CODE = "code";
    private static final int BATCH = 20;
    private static final int ROUNDS = 4;
    private static final Pattern STARTED =
            Pattern.compile("skerry vector store on 127\\.0\\.0\\.1:(\\d+): .*not Qdrant");

    @TempDir Path data;

    @Test
    void everyAcknowledgedBatchSurvivesAndNoBatchIsThereInPart() throws Exception {
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = writeUntilKilled(round, acknowledged);
            assertThat(acknowledged).as("batches acknowledged up to round %d", round).isPositive();
        }
        try (VectorStoreServer server = PersistenceTest.start(data);
                TestClient client = TestClient.to(server.port())) {
            assertThat(client.count(CODE)).isGreaterThanOrEqualTo(acknowledged * BATCH);
            assertThat(client.count(CODE) % BATCH).isZero();
            for (long batch = 0; batch < acknowledged; batch++) {
                assertIsWhole(client, batch);
            }
        }
    }

    private static void assertIsWhole(TestClient client, long batch) {
        var ids =
                LongStream.range(batch * BATCH, (batch + 1) * BATCH)
                        .mapToObj(number -> id(number))
                        .toList();
        List<RetrievedPoint> points =
                await(client.qdrant.retrieveAsync(CODE, ids, true, true, null));
        assertThat(points)
                .as("batch %d", batch)
                .hasSize(BATCH)
                .allSatisfy(
                        one -> {
                            assertThat(one.getPayloadMap()).containsEntry("batch", value(batch));
                            assertThat(one.getVectors().getVector().getDense().getDataList())
                                    .containsExactly((float) one.getId().getNum(), 1f);
                        });
    }

    private long writeUntilKilled(int round, long already) throws Exception {
        Process store =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-XX:TieredStopAtLevel=1",
                                Main.class.getName(),
                                "--data",
                                data.toString(),
                                "--listen",
                                "127.0.0.1:0")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var acknowledged = new AtomicLong(already);
        try (BufferedReader out = store.inputReader(StandardCharsets.UTF_8);
                TestClient client = TestClient.to(port(out))) {
            if (round == 0) {
                client.create(CODE, 2, Distance.Dot);
            }
            Thread writer = Thread.ofVirtual().start(() -> write(client, acknowledged));
            long enough = already + 5 + 7L * round;
            while (acknowledged.get() < enough && writer.isAlive()) {
                Thread.onSpinWait();
            }
            store.destroyForcibly();
            assertThat(store.waitFor(20, TimeUnit.SECONDS)).isTrue();
            writer.join(30_000);
            assertThat(writer.isAlive()).isFalse();
        } finally {
            store.destroyForcibly();
        }
        return acknowledged.get();
    }

    private static void write(TestClient client, AtomicLong acknowledged) {
        try {
            while (acknowledged.get() < 100_000) {
                long batch = acknowledged.get();
                await(
                        client.qdrant.upsertAsync(
                                CODE,
                                LongStream.range(batch * BATCH, (batch + 1) * BATCH)
                                        .mapToObj(
                                                number ->
                                                        point(
                                                                number,
                                                                Map.of("batch", value(batch)),
                                                                (float) number,
                                                                1))
                                        .toList()));
                acknowledged.incrementAndGet();
            }
        } catch (StatusRuntimeException killed) {
            assertThat(killed.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
        }
    }

    private static int port(BufferedReader out) throws IOException {
        String line = out.readLine();
        assertThat(line).isNotNull();
        Matcher started = STARTED.matcher(line);
        assertThat(started.matches()).as(line).isTrue();
        return Integer.parseInt(started.group(1));
    }
}
