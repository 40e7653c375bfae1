package dev.skerry.local.vectors;

import static dev.skerry.local.vectors.TestClient.await;
import static dev.skerry.local.vectors.TestClient.point;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ValueFactory.value;

import com.google.common.util.concurrent.ListenableFuture;
import dev.skerry.local.vectors.log.Folders;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.SearchPoints;
import io.qdrant.client.grpc.Points.UpdateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How fast the store loads, starts and searches, through the client: {@code VectorStoreBench POINTS
 * DIMENSIONS}. Not a test.
 */
final class VectorStoreBench {
    private static final String NAME = "bench";
    private static final int BATCH = 100;
    private static final int STREAMS = 2;
    private static final int SEARCHES = 50;

    private VectorStoreBench() {}

    public static void main(String[] arguments) throws IOException {
        int points = Integer.parseInt(arguments[0]);
        int dimensions = Integer.parseInt(arguments[1]);
        Path data = Files.createTempDirectory("vector-store-bench");
        try (VectorStoreServer server = PersistenceTest.start(data);
                TestClient client = TestClient.to(server.port())) {
            client.create(NAME, dimensions, Distance.Cosine);
            upsert(client, points, dimensions);
            search(client, dimensions, "search");
        }
        long start = System.nanoTime();
        try (VectorStoreServer server = PersistenceTest.start(data);
                TestClient client = TestClient.to(server.port())) {
            System.out.printf("start points=%d seconds=%.2f%n", client.count(NAME), seconds(start));
            search(client, dimensions, "search-after-start");
            start = System.nanoTime();
            long run = client.count(NAME, matchKeyword("run_id", "run-3"));
            System.out.printf("count-by-keyword matching=%d seconds=%.3f%n", run, seconds(start));
        }
        Folders.remove(data);
    }

    private static void upsert(TestClient client, int points, int dimensions) {
        var random = new Random(7);
        var running = new ArrayDeque<ListenableFuture<UpdateResult>>();
        long start = System.nanoTime();
        for (int first = 0; first < points; first += BATCH) {
            List<PointStruct> batch = new ArrayList<>(BATCH);
            for (int i = first; i < Math.min(points, first + BATCH); i++) {
                batch.add(
                        point(
                                i,
                                Map.of(
                                        "namespace", value("demo"),
                                        "repo_url",
                                                value("https://example.com/demo/repository.git"),
                                        "file_path",
                                                value(
                                                        "src/main/java/dev/skerry/File"
                                                                + i
                                                                + ".java"),
                                        "language", value("java"),
                                        "run_id", value("run-" + i % 10)),
                                vector(random, dimensions)));
            }
            if (running.size() == STREAMS) {
                await(running.remove());
            }
            running.add(client.qdrant.upsertAsync(NAME, batch));
        }
        running.forEach(TestClient::await);
        System.out.printf(
                "upsert points=%d dimensions=%d batch=%d streams=%d seconds=%.2f points-per-second=%.0f%n",
                points, dimensions, BATCH, STREAMS, seconds(start), points / seconds(start));
    }

    private static void search(TestClient client, int dimensions, String what) {
        var random = new Random(11);
        double[] millis = new double[SEARCHES];
        for (int i = 0; i < SEARCHES; i++) {
            var request = SearchPoints.newBuilder().setCollectionName(NAME).setLimit(10);
            for (float x : vector(random, dimensions)) {
                request.addVector(x);
            }
            long start = System.nanoTime();
            await(client.qdrant.searchAsync(request.build()));
            millis[i] = seconds(start) * 1e3;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%s median-ms=%.1f worst-ms=%.1f%n",
                what, millis[SEARCHES / 2], millis[SEARCHES - 1]);
    }

    private static float[] vector(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = random.nextFloat(-1, 1);
        }
        return vector;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
