package dev.skerry.trainer.ingest.embed;

/**
 * What word2vec knows of its words, here nodes, from how often they are met: the noise
 * distribution, visits^0.75, and with what probability a visit is kept when frequent ones are
 * thinned out (Mikolov et al. 2013, 2.3, in the form of word2vec's code). Twelve bytes a node.
 */
final class Vocabulary {

    /** Thinning begins at about 2.6 times this part of all visits: word2vec's usual value ... */
    private static final double FREQUENT = 1e-3;

    /**
     * ... but never below this many times a node's even share, or small graphs would lose most of
     * their walks.
     */
    private static final double TIMES_EVEN_SHARE = 4;

    private final long[] noise;
    private final int[] kept;

    private Vocabulary(long[] noise, int[] kept) {
        this.noise = noise;
        this.kept = kept;
    }

    static Vocabulary of(int[] visits) {
        double sum = 0;
        for (int count : visits) {
            sum += count;
        }
        double frequent = sum * Math.max(FREQUENT, TIMES_EVEN_SHARE / visits.length);
        double[] weights = new double[visits.length];
        int[] kept = new int[visits.length];
        for (int v = 0; v < visits.length; v++) {
            weights[v] = Math.pow(visits[v], 0.75);
            double share = frequent / visits[v];
            kept[v] = (int) Math.min(Integer.MAX_VALUE, (Math.sqrt(share) + share) * 0x1p31);
        }
        return new Vocabulary(AliasTable.of(weights), kept);
    }

    /** A negative sample. */
    int draw(CounterRandom random) {
        return AliasTable.draw(noise, 0, noise.length, random.next());
    }

    /** Whether this visit is trained on. */
    boolean keeps(int node, CounterRandom random) {
        int threshold = kept[node];
        return threshold == Integer.MAX_VALUE || random.next() >>> 33 < threshold;
    }
}
