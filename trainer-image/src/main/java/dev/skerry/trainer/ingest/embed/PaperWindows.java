package dev.skerry.trainer.ingest.embed;

/**
 * word2vec's windows: around each node a radius drawn from 1 to {@code contextSize}; the nodes
 * within it, as inputs, predict the centre against negatives by unigram^0.75. The negatives are
 * drawn once a window and shared by its inputs; one that happens to be the centre is left out.
 */
final class PaperWindows implements WindowTrainer {

    private final SkipGramKernel kernel;
    private final int radius;
    private final int negatives;
    private final Vocabulary vocabulary;
    private final int[] inputs;
    private final int[] targets;
    private int window;

    PaperWindows(SkipGramKernel kernel, int radius, int negatives, Vocabulary vocabulary) {
        this.kernel = kernel;
        this.radius = radius;
        this.negatives = negatives;
        this.vocabulary = vocabulary;
        this.inputs = new int[2 * radius];
        this.targets = new int[1 + negatives];
    }

    @Override
    public void beginBatch() {
        window = 0;
    }

    @Override
    public SkipGramKernel kernel() {
        return kernel;
    }

    @Override
    public long train(int[] walk, int visits, CounterRandom random, float rate) {
        long updates = 0;
        int length = thin(walk, visits, random);
        if (length < 2) {
            return updates;
        }
        for (int centre = 0; centre < length; centre++) {
            int reach = 1 + random.below(radius);
            int end = Math.min(length - 1, centre + reach);
            int b = 0;
            for (int i = Math.max(0, centre - reach); i <= end; i++) {
                if (i != centre) {
                    inputs[b++] = walk[i];
                }
            }
            int m = 1;
            targets[0] = walk[centre];
            for (int k = 0; k < negatives; k++) {
                int drawn = vocabulary.draw(random);
                if (drawn != targets[0]) {
                    targets[m++] = drawn;
                }
            }
            kernel.train(inputs, b, targets, m, 1, rate, window++ % LOSS_EVERY == 0);
            updates += (long) b * m;
        }
        return updates;
    }

    /**
     * Takes out of a walk, in place, visits to nodes that are met too often; the rest moves
     * together.
     */
    private int thin(int[] walk, int visits, CounterRandom random) {
        int kept = 0;
        for (int i = 0; i < visits; i++) {
            if (vocabulary.keeps(walk[i], random)) {
                walk[kept++] = walk[i];
            }
        }
        return kept;
    }
}
