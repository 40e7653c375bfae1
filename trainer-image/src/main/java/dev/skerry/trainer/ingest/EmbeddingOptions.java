package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.embed.Mode;
import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** Node2Vec's settings on a command line, with the defaults of {@code spec.embedding}. */
final class EmbeddingOptions {

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            defaultValue = "64",
            description = "Numbers in a vector (default: ${DEFAULT-VALUE}).")
    private int dimensions;

    @Option(
            names = "--walk-length",
            paramLabel = "N",
            defaultValue = "20",
            description = "Nodes in a walk (default: ${DEFAULT-VALUE}).")
    private int walkLength;

    @Option(
            names = "--context",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Radius of the window in mode paper, nodes per window in mode pyg (default: ${DEFAULT-VALUE}).")
    private int context;

    @Option(
            names = "--walks",
            paramLabel = "N",
            defaultValue = "10",
            description = "Walks from each node in each epoch (default: ${DEFAULT-VALUE}).")
    private int walks;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Passes over all nodes (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "Start nodes handed to a thread at a time (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--p",
            paramLabel = "X",
            defaultValue = "1",
            description = "Return parameter (default: ${DEFAULT-VALUE}).")
    private double p;

    @Option(
            names = "--q",
            paramLabel = "X",
            defaultValue = "1",
            description = "In-out parameter (default: ${DEFAULT-VALUE}).")
    private double q;

    @Option(
            names = "--negatives",
            paramLabel = "N",
            description = "Negative samples for each positive one (default: the mode's).")
    private Integer negatives;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "The first learning rate (default: the mode's).")
    private Double learningRate;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "PAPER",
            description = "paper or pyg (default: paper).")
    private Mode mode;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--deterministic",
            description = "Train on one thread, so that the same input gives the same bits.")
    private boolean deterministic;

    Node2VecSettings settings(int threads) {
        return Node2VecSettings.builder()
                .dimensions(dimensions)
                .walkLength(walkLength)
                .contextSize(context)
                .walksPerNode(walks)
                .epochs(epochs)
                .batchSize(batchSize)
                .p(p)
                .q(q)
                .learningRate(learningRate)
                .negatives(negatives)
                .seed(seed)
                .mode(mode)
                .threads(threads)
                .deterministic(deterministic)
                .build();
    }

    static Map<String, Object> asReport(Node2VecSettings settings) {
        var report = new LinkedHashMap<String, Object>();
        report.put("method", "node2vec");
        report.put("dimensions", settings.dimensions());
        report.put("walkLength", settings.walkLength());
        report.put("contextSize", settings.contextSize());
        report.put("walksPerNode", settings.walksPerNode());
        report.put("epochs", settings.epochs());
        report.put("batchSize", settings.batchSize());
        report.put("p", settings.p());
        report.put("q", settings.q());
        report.put("learningRate", settings.learningRate());
        report.put("negatives", settings.negatives());
        report.put("seed", settings.seed());
        report.put("mode", settings.mode().name().toLowerCase(Locale.ROOT));
        report.put("deterministic", settings.deterministic());
        return report;
    }
}
