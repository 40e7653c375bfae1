package dev.skerry.trainer.ingest.embed;

/**
 * Draws from a discrete distribution with one random number and one memory access (Walker's alias
 * method, built as by Vose 1991). A slot is one long: the alias above, below it the probability of
 * the slot itself in 2^-32.
 */
final class AliasTable {

    private static final long ONE = 0xFFFFFFFFL;

    private AliasTable() {}

    /** A table over all weights. */
    static long[] of(double[] weights) {
        long[] table = new long[weights.length];
        fill(table, 0, weights, weights.length, new int[weights.length]);
        return table;
    }

    /**
     * Builds the table of the first {@code count} weights into {@code table[at .. at + count)}.
     *
     * @param weights not negative, at least one positive; overwritten
     * @param work room for {@code count} numbers
     */
    static void fill(long[] table, int at, double[] weights, int count, int[] work) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
        }
        int small = 0;
        int large = count;
        for (int i = 0; i < count; i++) {
            weights[i] *= count / sum;
            if (weights[i] < 1) {
                work[small++] = i;
            } else {
                work[--large] = i;
            }
        }
        while (small > 0 && large < count) {
            int less = work[--small];
            int more = work[large];
            table[at + less] = slot(more, weights[less]);
            weights[more] += weights[less] - 1;
            if (weights[more] < 1) {
                large++;
                work[small++] = more;
            }
        }
        while (small > 0) {
            int rest = work[--small];
            table[at + rest] = slot(rest, 1);
        }
        while (large < count) {
            int rest = work[large++];
            table[at + rest] = slot(rest, 1);
        }
    }

    private static long slot(int alias, double probability) {
        return ((long) alias << 32) | Math.min(ONE, (long) (probability * 0x1p32));
    }

    /** An index below {@code count} from the table that begins at {@code at}. */
    static int draw(long[] table, int at, int count, long random) {
        int i = (int) (((random >>> 32) * count) >>> 32);
        long slot = table[at + i];
        return (random & ONE) < (slot & ONE) ? i : (int) (slot >>> 32);
    }
}
