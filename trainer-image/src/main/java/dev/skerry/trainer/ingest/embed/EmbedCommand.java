package dev.skerry.trainer.ingest.embed;

import dev.skerry.api.ForeignText;
import dev.skerry.trainer.program.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embed}: the trainer alone, on any edge list. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        versionProvider = Invocation.class,
        description =
                "Learns a vector for every node of a graph by Node2Vec and writes them as word2vec text.",
        footer = {
            "",
            "The defaults are those of an IngestionJob. The figures of the Node2Vec paper are for",
            "  --dimensions 128 --walk-length 80 --walks 10 --context 10 --epochs 1",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong arguments."
        })
final class EmbedCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "EDGES",
            description =
                    "Edge list, plain or gzip: two columns by tab or spaces, # for comments; - is standard input.")
    private String edges;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the vectors go.")
    private Path out;

    @Option(names = "--weighted", description = "A third column holds the edge's weight, positive.")
    private boolean weighted;

    @Option(
            names = "--directed",
            description = "Walks follow edges from the first to the second column only.")
    private boolean directed;

    @Option(
            names = "--dimensions",
            defaultValue = "64",
            description = "Numbers in a vector (${DEFAULT-VALUE}).")
    private int dimensions;

    @Option(
            names = "--walk-length",
            defaultValue = "20",
            description = "Nodes in a walk (${DEFAULT-VALUE}).")
    private int walkLength;

    @Option(
            names = "--walks",
            defaultValue = "10",
            description = "Walks from each node, each epoch (${DEFAULT-VALUE}).")
    private int walks;

    @Option(
            names = "--context",
            defaultValue = "10",
            description =
                    "The window: its radius in mode paper, its nodes in mode pyg (${DEFAULT-VALUE}).")
    private int context;

    @Option(
            names = "--epochs",
            defaultValue = "10",
            description = "Passes, each with walks of its own (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--p", defaultValue = "1", description = "Return parameter (${DEFAULT-VALUE}).")
    private double p;

    @Option(names = "--q", defaultValue = "1", description = "In-out parameter (${DEFAULT-VALUE}).")
    private double q;

    @Option(
            names = "--negatives",
            description = "Negative samples to a positive one (paper 5, pyg 1).")
    private Integer negatives;

    @Option(
            names = "--learning-rate",
            description = "The first one, falling linearly (paper 0.025, pyg 0.025).")
    private Double learningRate;

    @Option(
            names = "--mode",
            defaultValue = "paper",
            description =
                    "paper: two tables, negatives by visits; pyg: one table, uniform (${DEFAULT-VALUE}).")
    private Mode mode;

    @Option(names = "--threads", description = "Threads that train (all cores).")
    private Integer threads;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Of all random numbers (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--deterministic",
            description = "Train on one thread: the same input gives the same file.")
    private boolean deterministic;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing but errors.")
    private boolean quiet;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Node2VecSettings settings = settings();
        try {
            Path folder = out.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(out)) {
                throw new IOException(out + ": not a file in an existing folder");
            }
            EdgeList list = read();
            if (!quiet) {
                err.printf(
                        Locale.ROOT,
                        "embed.graph nodes=%d edges=%d%n",
                        list.graph().nodes(),
                        list.graph().edges());
            }
            try (TrainingDisplay display = new TrainingDisplay(err, quiet)) {
                EmbeddingTable table = Node2Vec.train(list.graph(), settings, display);
                display.finished(settings.deterministic() ? 1 : settings.threads());
                WordVectors.write(out, list.names(), table);
            }
            return 0;
        } catch (NoSuchFileException e) {
            err.println("embed: " + ForeignText.shown(e.getFile()) + ": there is no such file");
        } catch (EdgeListException e) {
            err.println("embed: " + ForeignText.shown(String.valueOf(e.getMessage())));
        } catch (IOException | IllegalArgumentException e) {
            err.println("embed: " + ForeignText.shown(String.valueOf(e.getMessage())));
        } catch (OutOfMemoryError e) {
            err.println(
                    "embed: the graph and its vectors do not fit the memory of this JVM; "
                            + "give more by -Xmx in JAVA_TOOL_OPTIONS, or use fewer --dimensions");
        }
        return 1;
    }

    private Node2VecSettings settings() {
        try {
            Node2VecSettings.Builder builder =
                    Node2VecSettings.builder()
                            .dimensions(dimensions)
                            .walkLength(walkLength)
                            .walksPerNode(walks)
                            .contextSize(context)
                            .epochs(epochs)
                            .p(p)
                            .q(q)
                            .negatives(negatives)
                            .learningRate(learningRate)
                            .mode(mode)
                            .seed(seed)
                            .deterministic(deterministic);
            return (threads == null ? builder : builder.threads(threads)).build();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private EdgeList read() throws IOException, EdgeListException {
        if (edges.equals("-")) {
            return EdgeListReader.read("standard input", System.in, weighted, directed);
        }
        try (InputStream stream = Files.newInputStream(Path.of(edges))) {
            return EdgeListReader.read(edges, stream, weighted, directed);
        } catch (InvalidPathException e) {
            throw new IOException(edges + ": not a path", e);
        }
    }
}
