package dev.skerry.trainer.ingest.embed;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Skip-gram with negative sampling (Mikolov et al. 2013, eq. 4) for one window: every input meets
 * every target, and all gradients are taken where the window began, so that the whole is three
 * small matrix products (after Ji et al. 2016, "Parallelizing Word2Vec in Shared and Distributed
 * Memory"). Rows are read and written without locks (Hogwild).
 *
 * <p>With {@code inputs} X (b × d), {@code targets} Y (m × d) and labels l: {@code G = η·(l −
 * σ(X·Yᵀ))}, {@code X += G·Y}, {@code Y += Gᵀ·X}. No number in a row leaves ±{@value #BOUND}, so
 * nothing can become infinite.
 *
 * <p>One instance a thread: it holds the scratch memory.
 */
final class SkipGramKernel {

    static final float BOUND = 64f;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /**
     * Targets that are worked on side by side: six rows and their six gradients fill the registers
     * of AVX2.
     */
    private static final int TILE = 6;

    private static final float LOG2_E = (float) (1 / Math.log(2));

    /** Added to a float below 2^22 it leaves the nearest whole number in the low bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final float[] TWO_TO_THE = taylorOfTwoToThe();

    private final float[] in;
    private final float[] out;
    private final int stride;
    private final float[] xs;
    private final float[] ys;
    private final float[] gradients;
    private final int[] inputRows;
    private final int pitch;

    private double lossSum;
    private long lossPairs;

    /**
     * @param in input vectors, row-major, row stride {@code stride}
     * @param out target vectors, same shape; may be the same array
     * @param stride as {@link #paddedDimensions} says
     * @param mostInputs most inputs of a window
     * @param mostTargets most targets of a window
     */
    SkipGramKernel(float[] in, float[] out, int stride, int mostInputs, int mostTargets) {
        this.in = in;
        this.out = out;
        this.stride = stride;
        this.xs = new float[mostInputs * stride];
        this.ys = new float[mostTargets * stride];
        this.pitch = paddedDimensions(mostInputs);
        this.gradients = new float[mostTargets * pitch];
        this.inputRows = new int[mostInputs];
    }

    /**
     * The row stride for vectors of {@code dimensions} numbers: whole vector registers, the rest
     * zeros.
     */
    static int paddedDimensions(int dimensions) {
        return (dimensions + LANES - 1) / LANES * LANES;
    }

    private static float[] taylorOfTwoToThe() {
        float[] terms = new float[7];
        double term = 1;
        for (int k = 0; k < terms.length; k++) {
            terms[k] = (float) term;
            term *= Math.log(2) / (k + 1);
        }
        return terms;
    }

    /**
     * Moves every input and target of a window once.
     *
     * @param inputs rows of {@code in}, the first {@code b}; a row may come twice
     * @param targets rows of {@code out}, the first {@code m}
     * @param positives how many of the targets, from the first, are true; the others are negative
     *     samples
     * @param rate learning rate η
     * @param measured whether to add this window to the loss
     */
    void train(
            int[] inputs,
            int b,
            int[] targets,
            int m,
            int positives,
            float rate,
            boolean measured) {
        for (int i = 0; i < b; i++) {
            inputRows[i] = inputs[i] * stride;
            System.arraycopy(in, inputRows[i], xs, i * stride, stride);
        }
        for (int k = 0; k < m; k++) {
            System.arraycopy(out, targets[k] * stride, ys, k * stride, stride);
        }
        int k = 0;
        for (; k + TILE <= m; k += TILE) {
            products(b, k);
        }
        for (; k < m; k++) {
            product(b, k);
        }
        if (measured) {
            measure(b, m, positives);
        }
        for (k = 0; k < m; k++) {
            toGradients(k * pitch, b, k < positives ? 1f : 0f, rate);
        }
        for (k = 0; k + TILE <= m; k += TILE) {
            apply(b, targets, k);
        }
        for (; k < m; k++) {
            apply(b, targets[k] * stride, k);
        }
    }

    /** Sum of {@code -ln σ(±x)} over the pairs of measured windows. */
    double lossSum() {
        return lossSum;
    }

    long lossPairs() {
        return lossPairs;
    }

    private void products(int b, int k) {
        int y0 = k * stride;
        int y1 = (k + 1) * stride;
        int y2 = (k + 2) * stride;
        int y3 = (k + 3) * stride;
        int y4 = (k + 4) * stride;
        int y5 = (k + 5) * stride;
        int g = k * pitch;
        for (int i = 0; i < b; i++) {
            int x = i * stride;
            FloatVector s0 = FloatVector.zero(SPECIES);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            FloatVector s4 = s0;
            FloatVector s5 = s0;
            for (int c = 0; c < stride; c += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, xs, x + c);
                s0 = v.fma(FloatVector.fromArray(SPECIES, ys, y0 + c), s0);
                s1 = v.fma(FloatVector.fromArray(SPECIES, ys, y1 + c), s1);
                s2 = v.fma(FloatVector.fromArray(SPECIES, ys, y2 + c), s2);
                s3 = v.fma(FloatVector.fromArray(SPECIES, ys, y3 + c), s3);
                s4 = v.fma(FloatVector.fromArray(SPECIES, ys, y4 + c), s4);
                s5 = v.fma(FloatVector.fromArray(SPECIES, ys, y5 + c), s5);
            }
            gradients[g + i] = LaneSum.of(s0);
            gradients[g + pitch + i] = LaneSum.of(s1);
            gradients[g + 2 * pitch + i] = LaneSum.of(s2);
            gradients[g + 3 * pitch + i] = LaneSum.of(s3);
            gradients[g + 4 * pitch + i] = LaneSum.of(s4);
            gradients[g + 5 * pitch + i] = LaneSum.of(s5);
        }
    }

    private void product(int b, int k) {
        int y = k * stride;
        int g = k * pitch;
        for (int i = 0; i < b; i++) {
            int x = i * stride;
            FloatVector s = FloatVector.zero(SPECIES);
            for (int c = 0; c < stride; c += LANES) {
                s =
                        FloatVector.fromArray(SPECIES, xs, x + c)
                                .fma(FloatVector.fromArray(SPECIES, ys, y + c), s);
            }
            gradients[g + i] = LaneSum.of(s);
        }
    }

    /**
     * Products to η·(label − σ(product)); σ by 1 / (1 + 2^(−x·log₂e)), the power as exponent bits
     * times a polynomial.
     */
    private void toGradients(int from, int b, float label, float rate) {
        for (int i = from; i < from + b; i += LANES) {
            FloatVector x =
                    FloatVector.fromArray(SPECIES, gradients, i).max(-30f).min(30f).mul(-LOG2_E);
            FloatVector shifted = x.add(ROUND);
            FloatVector fraction = x.sub(shifted.sub(ROUND));
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            FloatVector power = FloatVector.broadcast(SPECIES, TWO_TO_THE[6]);
            for (int k = 5; k >= 0; k--) {
                power = power.fma(fraction, FloatVector.broadcast(SPECIES, TWO_TO_THE[k]));
            }
            power = power.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            FloatVector sigma = FloatVector.broadcast(SPECIES, 1f).div(power.add(1f));
            sigma.neg().add(label).mul(rate).intoArray(gradients, i);
        }
    }

    private void apply(int b, int[] targets, int k) {
        int y = k * stride;
        int g = k * pitch;
        for (int c = 0; c < stride; c += LANES) {
            FloatVector v0 = FloatVector.fromArray(SPECIES, ys, y + c);
            FloatVector v1 = FloatVector.fromArray(SPECIES, ys, y + 1 * stride + c);
            FloatVector v2 = FloatVector.fromArray(SPECIES, ys, y + 2 * stride + c);
            FloatVector v3 = FloatVector.fromArray(SPECIES, ys, y + 3 * stride + c);
            FloatVector v4 = FloatVector.fromArray(SPECIES, ys, y + 4 * stride + c);
            FloatVector v5 = FloatVector.fromArray(SPECIES, ys, y + 5 * stride + c);
            FloatVector d0 = FloatVector.zero(SPECIES);
            FloatVector d1 = d0;
            FloatVector d2 = d0;
            FloatVector d3 = d0;
            FloatVector d4 = d0;
            FloatVector d5 = d0;
            for (int i = 0; i < b; i++) {
                FloatVector x = FloatVector.fromArray(SPECIES, xs, i * stride + c);
                FloatVector moved = FloatVector.fromArray(SPECIES, in, inputRows[i] + c);
                FloatVector step = FloatVector.broadcast(SPECIES, gradients[g + i]);
                moved = v0.fma(step, moved);
                d0 = x.fma(step, d0);
                step = FloatVector.broadcast(SPECIES, gradients[g + pitch + i]);
                moved = v1.fma(step, moved);
                d1 = x.fma(step, d1);
                step = FloatVector.broadcast(SPECIES, gradients[g + 2 * pitch + i]);
                moved = v2.fma(step, moved);
                d2 = x.fma(step, d2);
                step = FloatVector.broadcast(SPECIES, gradients[g + 3 * pitch + i]);
                moved = v3.fma(step, moved);
                d3 = x.fma(step, d3);
                step = FloatVector.broadcast(SPECIES, gradients[g + 4 * pitch + i]);
                moved = v4.fma(step, moved);
                d4 = x.fma(step, d4);
                step = FloatVector.broadcast(SPECIES, gradients[g + 5 * pitch + i]);
                moved = v5.fma(step, moved);
                d5 = x.fma(step, d5);
                moved.max(-BOUND).min(BOUND).intoArray(in, inputRows[i] + c);
            }
            add(d0, targets[k] * stride + c);
            add(d1, targets[k + 1] * stride + c);
            add(d2, targets[k + 2] * stride + c);
            add(d3, targets[k + 3] * stride + c);
            add(d4, targets[k + 4] * stride + c);
            add(d5, targets[k + 5] * stride + c);
        }
    }

    private void apply(int b, int target, int k) {
        int y = k * stride;
        int g = k * pitch;
        for (int c = 0; c < stride; c += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, ys, y + c);
            FloatVector d = FloatVector.zero(SPECIES);
            for (int i = 0; i < b; i++) {
                FloatVector step = FloatVector.broadcast(SPECIES, gradients[g + i]);
                FloatVector moved =
                        v.fma(step, FloatVector.fromArray(SPECIES, in, inputRows[i] + c));
                d = FloatVector.fromArray(SPECIES, xs, i * stride + c).fma(step, d);
                moved.max(-BOUND).min(BOUND).intoArray(in, inputRows[i] + c);
            }
            add(d, target + c);
        }
    }

    private void add(FloatVector change, int at) {
        FloatVector.fromArray(SPECIES, out, at)
                .add(change)
                .max(-BOUND)
                .min(BOUND)
                .intoArray(out, at);
    }

    private void measure(int b, int m, int positives) {
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < b; i++) {
                double x = gradients[k * pitch + i];
                double miss = k < positives ? -x : x;
                lossSum += Math.max(miss, 0) + Math.log1p(Math.exp(-Math.abs(miss)));
            }
        }
        lossPairs += (long) b * m;
    }
}
