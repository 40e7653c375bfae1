package dev.skerry.trainer.ingest.embed;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sum of a vector's numbers in one fixed order, halves onto halves. {@code reduceLanes} may
 * take any order, and does take another when the code around it has been compiled: two trainings of
 * the same numbers would end with different bits.
 */
final class LaneSum {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorShuffle<Float> BY_EIGHT = rotation(8);
    private static final VectorShuffle<Float> BY_FOUR = rotation(4);
    private static final VectorShuffle<Float> BY_TWO = rotation(2);
    private static final VectorShuffle<Float> BY_ONE = rotation(1);

    private LaneSum() {}

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.iota(SPECIES, by % LANES, 1, true);
    }

    static float of(FloatVector v) {
        var sum = v;
        for (int half = LANES / 2; half > 8; half /= 2) {
            sum = sum.add(sum.rearrange(rotation(half)));
        }
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(BY_EIGHT));
        }
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(BY_FOUR));
        }
        if (LANES > 2) {
            sum = sum.add(sum.rearrange(BY_TWO));
        }
        if (LANES > 1) {
            sum = sum.add(sum.rearrange(BY_ONE));
        }
        return sum.lane(0);
    }
}
