package dev.skerry.trainer.ingest.embed;

/**
 * PyTorch Geometric's windows: each {@code contextSize} successive nodes, the first of which meets
 * the others. A negative walk starts at the same node and goes on with uniformly drawn ones; its
 * windows are cut in the same way.
 */
final class PygWindows implements WindowTrainer {

    private final SkipGramKernel kernel;
    private final int contextSize;
    private final int negatives;
    private final int nodes;
    private final int[] inputs;
    private final int[] target = new int[1];
    private final int[] noise;
    private int window;

    PygWindows(SkipGramKernel kernel, int contextSize, int negatives, int nodes, int walkLength) {
        this.kernel = kernel;
        this.contextSize = contextSize;
        this.negatives = negatives;
        this.nodes = nodes;
        this.inputs = new int[contextSize - 1];
        this.noise = new int[walkLength];
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
    public long train(int[] walk, int length, CounterRandom random, float rate) {
        if (length < 2) {
            return 0;
        }
        long updates = windows(walk, length, 1, rate);
        noise[0] = walk[0];
        for (int k = 0; k < negatives; k++) {
            for (int i = 1; i < length; i++) {
                noise[i] = random.below(nodes);
            }
            updates += windows(noise, length, 0, rate);
        }
        return updates;
    }

    private long windows(int[] walk, int length, int positives, float rate) {
        int last = Math.max(0, length - contextSize);
        int b = Math.min(contextSize, length) - 1;
        for (int first = 0; first <= last; first++) {
            target[0] = walk[first];
            System.arraycopy(walk, first + 1, inputs, 0, b);
            kernel.train(inputs, b, target, 1, positives, rate, window++ % LOSS_EVERY == 0);
        }
        return (long) (last + 1) * b;
    }
}
