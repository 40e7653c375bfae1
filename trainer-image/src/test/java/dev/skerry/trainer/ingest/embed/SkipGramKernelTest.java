package dev.skerry.trainer.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernel against the same mathematics in plain double precision. */
final class SkipGramKernelTest {

    @ParameterizedTest(
            name = "{0} dimensions, {1} inputs, {2} targets, {3} of them true, one table: {4}")
    @CsvSource({
        "1, 1, 1, 1, false",
        "8, 3, 2, 1, false",
        "64, 20, 6, 1, false",
        "64, 7, 6, 0, false",
        "100, 20, 13, 2, false",
        "128, 1, 7, 1, false",
        "17, 9, 1, 1, true",
        "64, 9, 1, 0, true",
        "300, 40, 21, 1, false"
    })
    void oneWindowMovesRowsAsTheReferenceDoes(
            int dimensions, int b, int m, int positives, boolean oneTable) {
        Random random = new Random(31L * dimensions + b);
        int rows = 30;
        int stride = SkipGramKernel.paddedDimensions(dimensions);
        float[] in = table(random, rows, dimensions, stride);
        float[] out = oneTable ? in : table(random, rows, dimensions, stride);
        double[] inWanted = widened(in);
        double[] outWanted = oneTable ? inWanted : widened(out);
        SkipGramKernel kernel = new SkipGramKernel(in, out, stride, b, m);
        double loss = 0;
        for (int repeat = 0; repeat < 5; repeat++) {
            int[] inputs = random.ints(b, 0, rows).toArray();
            int[] targets = random.ints(m, 0, rows).toArray();
            kernel.train(inputs, b, targets, m, positives, 0.3f, true);
            loss += reference(inWanted, outWanted, stride, inputs, targets, positives, 0.3f);
        }
        for (int i = 0; i < in.length; i++) {
            assertThat((double) in[i]).isCloseTo(inWanted[i], within(2e-4));
            assertThat((double) out[i]).isCloseTo(outWanted[i], within(2e-4));
        }
        assertThat(kernel.lossPairs()).isEqualTo(5L * b * m);
        assertThat(kernel.lossSum()).isCloseTo(loss, within(1e-3 * loss));
    }

    @Test
    void hugeProductsLeaveEverythingFinite() {
        int stride = SkipGramKernel.paddedDimensions(16);
        float[] in = new float[4 * stride];
        float[] out = new float[4 * stride];
        java.util.Arrays.fill(in, SkipGramKernel.BOUND);
        java.util.Arrays.fill(out, -SkipGramKernel.BOUND);
        SkipGramKernel kernel = new SkipGramKernel(in, out, stride, 3, 4);
        for (int i = 0; i < 1000; i++) {
            kernel.train(new int[] {0, 1, i % 4}, 3, new int[] {0, 1, 2, 3}, 4, 1, 10f, true);
        }
        for (int i = 0; i < in.length; i++) {
            assertThat(Math.abs(in[i])).isLessThanOrEqualTo(SkipGramKernel.BOUND);
            assertThat(Math.abs(out[i])).isLessThanOrEqualTo(SkipGramKernel.BOUND);
        }
        assertThat(kernel.lossSum()).isFinite();
    }

    private static double reference(
            double[] in,
            double[] out,
            int stride,
            int[] inputs,
            int[] targets,
            int positives,
            double rate) {
        double[] inBefore = in.clone();
        double[] outBefore = out.clone();
        double loss = 0;
        for (int k = 0; k < targets.length; k++) {
            for (int input : inputs) {
                double product = 0;
                for (int c = 0; c < stride; c++) {
                    product += inBefore[input * stride + c] * outBefore[targets[k] * stride + c];
                }
                double sigma = 1 / (1 + Math.exp(-product));
                loss -= Math.log(k < positives ? sigma : 1 - sigma);
                double step = rate * ((k < positives ? 1 : 0) - sigma);
                for (int c = 0; c < stride; c++) {
                    in[input * stride + c] += step * outBefore[targets[k] * stride + c];
                    out[targets[k] * stride + c] += step * inBefore[input * stride + c];
                }
            }
        }
        return loss;
    }

    private static float[] table(Random random, int rows, int dimensions, int stride) {
        float[] table = new float[rows * stride];
        for (int i = 0; i < table.length; i++) {
            table[i] =
                    i % stride < dimensions
                            ? (random.nextFloat() - 0.5f) / (float) Math.sqrt(dimensions)
                            : 0;
        }
        return table;
    }

    private static double[] widened(float[] table) {
        double[] wide = new double[table.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = table[i];
        }
        return wide;
    }
}
