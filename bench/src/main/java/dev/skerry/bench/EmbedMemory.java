package dev.skerry.bench;

import dev.skerry.trainer.ingest.embed.EmbeddingTable;
import dev.skerry.trainer.ingest.embed.Node2Vec;
import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.embed.TrainingListener;
import dev.skerry.trainer.ingest.graph.CsrGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One training on a random graph of a million nodes and ten million edges, and what memory the
 * process came to.
 */
public final class EmbedMemory {

    private static final int NODES = 1_000_000;
    private static final int EDGES = 10_000_000;

    private EmbedMemory() {}

    public static void main(String[] args) throws IOException {
        CsrGraph graph = graph();
        Node2VecSettings settings =
                Node2VecSettings.builder().dimensions(64).walksPerNode(1).epochs(1).build();
        long[] updates = new long[1];
        long began = System.nanoTime();
        EmbeddingTable table =
                Node2Vec.train(
                        graph,
                        settings,
                        new TrainingListener() {
                            @Override
                            public void progress(double fraction) {}

                            @Override
                            public void epoch(int epoch, int epochs, double loss, long made) {
                                updates[0] += made;
                            }
                        });
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d nodes, %d edges, %d dimensions: %.0f MB resident at most, %.1f s, %.1f M updates/s on %d threads%n",
                table.rows(),
                graph.edges(),
                table.dimensions(),
                residentKilobytes() * 1024 / 1e6,
                seconds,
                updates[0] / seconds / 1e6,
                settings.threads());
    }

    private static CsrGraph graph() {
        SplittableRandom random = new SplittableRandom(1);
        int[] from = new int[EDGES];
        int[] to = new int[EDGES];
        for (int e = 0; e < EDGES; e++) {
            from[e] = random.nextInt(NODES);
            to[e] = random.nextInt(NODES);
        }
        return CsrGraph.undirected(NODES, from, to, EDGES);
    }

    private static double residentKilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
