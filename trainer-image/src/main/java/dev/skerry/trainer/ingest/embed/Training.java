package dev.skerry.trainer.ingest.embed;

import dev.skerry.trainer.ingest.embed.CounterRandom.Purpose;
import dev.skerry.trainer.ingest.embed.Node2Vec.EpochPart;
import dev.skerry.trainer.ingest.graph.CsrGraph;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tables and the work of one training. An epoch is {@code walksPerNode} rounds over all nodes
 * in a random order of its own, cut into batches of {@code batchSize} start nodes that threads take
 * one after the other. A batch's walks, windows and learning rate depend on its number alone, never
 * on the thread.
 */
final class Training {

    /** word2vec's: the learning rate's last value as a part of its first. */
    private static final double LAST_RATE = 1e-4;

    private final Node2VecSettings settings;
    private final RandomWalker walker;
    private final int stride;
    private final int firstEpoch;
    private final float[] in;
    private final float[] out;
    private final int[] order;
    private final long batchesPerRound;
    private final long batchesPerEpoch;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private Vocabulary vocabulary;
    private int epoch;
    private volatile boolean stopped;

    /**
     * Makes the tables.
     *
     * @param from where to go on; its tables become this training's own
     */
    Training(CsrGraph graph, Node2VecSettings settings, Optional<TrainingState> from) {
        this.settings = settings;
        this.walker = new RandomWalker(graph, settings.p(), settings.q());
        this.stride = SkipGramKernel.paddedDimensions(settings.dimensions());
        int nodes = graph.nodes();
        long numbers = (long) nodes * stride;
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    nodes
                            + " nodes of "
                            + settings.dimensions()
                            + " dimensions do not fit a table; at most "
                            + (Integer.MAX_VALUE - 8) / stride
                            + " do: use fewer dimensions");
        }
        from.ifPresent(state -> requireFits(state, nodes));
        this.firstEpoch = from.map(TrainingState::epochs).orElse(0);
        this.in = from.map(TrainingState::in).orElseGet(() -> new float[(int) numbers]);
        this.out =
                settings.mode() == Mode.PAPER
                        ? from.map(TrainingState::out).orElseGet(() -> new float[(int) numbers])
                        : in;
        this.order = new int[nodes];
        this.batchesPerRound = (nodes + settings.batchSize() - 1L) / settings.batchSize();
        this.batchesPerEpoch = batchesPerRound * settings.walksPerNode();
    }

    private void requireFits(TrainingState state, int nodes) {
        if (state.rows() != nodes || state.dimensions() != settings.dimensions()) {
            throw new IllegalArgumentException(
                    "from: has %d rows of %d numbers, this training %d of %d"
                            .formatted(
                                    state.rows(),
                                    state.dimensions(),
                                    nodes,
                                    settings.dimensions()));
        }
    }

    /**
     * Start values or those of the epochs before, their orders, and how often walks meet each node.
     */
    void prepare() {
        for (int v = 0; v < order.length; v++) {
            order[v] = v;
        }
        if (firstEpoch == 0) {
            fillStartValues();
        }
        for (int before = 0; before < firstEpoch; before++) {
            begin(before);
        }
        done.set(batchesPerEpoch * firstEpoch);
        if (settings.mode() == Mode.PAPER && order.length > 0) {
            vocabulary = Vocabulary.of(visits());
        }
    }

    private void fillStartValues() {
        CounterRandom random = new CounterRandom();
        int dimensions = settings.dimensions();
        for (int v = 0; v < order.length; v++) {
            random.start(Purpose.START_VALUES, settings.seed(), 0, v, 0);
            for (int i = 0; i < dimensions; i++) {
                in[v * stride + i] = (float) ((random.unit() - 0.5) / dimensions);
            }
        }
    }

    /** How often walks meet each node, from the first walk of each. */
    private int[] visits() {
        CounterRandom random = new CounterRandom();
        int[] counts = new int[order.length];
        int[] walk = new int[settings.walkLength()];
        for (int v = 0; v < counts.length; v++) {
            random.start(Purpose.WALK, settings.seed(), 0, v, 0);
            int length = walker.walk(v, walk.length, random, walk);
            for (int i = 0; i < length; i++) {
                counts[walk[i]]++;
            }
        }
        return counts;
    }

    /** Shuffles the start nodes and opens the epoch's batches; no thread may be at work. */
    void begin(int number) {
        epoch = number;
        CounterRandom random =
                new CounterRandom().start(Purpose.ORDER, settings.seed(), number, 0, 0);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            int node = order[i];
            order[i] = order[j];
            order[j] = node;
        }
        next.set(0);
    }

    /** Takes batches until the epoch has none left. */
    EpochPart work() {
        WindowTrainer windows = windows();
        CounterRandom random = new CounterRandom();
        int[] walk = new int[settings.walkLength()];
        long updates = 0;
        for (long batch = next.getAndIncrement();
                batch < batchesPerEpoch && !stopped;
                batch = next.getAndIncrement()) {
            int round = (int) (batch / batchesPerRound);
            int from = (int) (batch % batchesPerRound) * settings.batchSize();
            int to = (int) Math.min(order.length, (long) from + settings.batchSize());
            float rate = rate(batch);
            windows.beginBatch();
            for (int i = from; i < to; i++) {
                random.start(Purpose.WALK, settings.seed(), epoch, order[i], round);
                int length = walker.walk(order[i], walk.length, random, walk);
                random.start(Purpose.WINDOW, settings.seed(), epoch, order[i], round);
                updates += windows.train(walk, length, random, rate);
            }
            done.getAndIncrement();
        }
        return new EpochPart(windows.kernel().lossSum(), windows.kernel().lossPairs(), updates);
    }

    private WindowTrainer windows() {
        int context = settings.contextSize();
        int negatives = settings.negatives();
        return switch (settings.mode()) {
            case PAPER ->
                    new PaperWindows(
                            new SkipGramKernel(in, out, stride, 2 * context, 1 + negatives),
                            context,
                            negatives,
                            vocabulary);
            case PYG ->
                    new PygWindows(
                            new SkipGramKernel(in, out, stride, context - 1, 1),
                            context,
                            negatives,
                            order.length,
                            settings.walkLength());
        };
    }

    private float rate(long batch) {
        double before = (double) epoch / settings.epochs();
        double within = (double) batch / batchesPerEpoch / settings.epochs();
        return (float) (settings.learningRate() * Math.max(LAST_RATE, 1 - before - within));
    }

    double fraction() {
        long all = batchesPerEpoch * settings.epochs();
        return all == 0 ? 1 : (double) done.get() / all;
    }

    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    int firstEpoch() {
        return firstEpoch;
    }

    /** After so many epochs; no thread may be at work while it is read. */
    TrainingState state(int epochs) {
        return new TrainingState(epochs, order.length, settings.dimensions(), in, out);
    }

    EmbeddingTable result() {
        return new EmbeddingTable(in, order.length, settings.dimensions(), stride);
    }
}
