package dev.skerry.trainer.ingest.embed;

/**
 * Random numbers that are a function of a key and a counter: draw {@code n} of a stream is {@code
 * mix(key + n·γ)} (SplitMix64, Steele, Lea and Flood 2014), the key itself a hash of what the
 * stream is for. Whoever needs the stream of (seed, epoch, node, walk) makes it on the spot, so
 * that no result depends on which thread asked first.
 */
final class CounterRandom {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    /** What a stream is for: streams of different purposes never meet. */
    enum Purpose {
        WALK,
        WINDOW,
        ORDER,
        START_VALUES
    }

    private long state;

    /** Begins the stream of this key anew. */
    CounterRandom start(Purpose purpose, long seed, long epoch, long node, long walk) {
        long key = mix(seed + GAMMA * (purpose.ordinal() + 1));
        key = mix(key ^ (epoch * GAMMA + 1));
        key = mix(key ^ (node * GAMMA + 2));
        state = mix(key ^ (walk * GAMMA + 3));
        return this;
    }

    long next() {
        state += GAMMA;
        return mix(state);
    }

    /** 0 to {@code bound - 1}; the bias is below {@code bound / 2^32}. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** In [0, 1). */
    double unit() {
        return (next() >>> 11) * 0x1p-53;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
