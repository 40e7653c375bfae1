package dev.skerry.local.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skerry.local.vectors.search.Metric;
import dev.skerry.local.vectors.search.NearestScan;
import dev.skerry.local.vectors.search.VectorBlocks;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Search against the definition of each distance in double precision. */
class NearestScanPropertyTest {
    private static final double TOLERANCE = 1e-4;

    @Property(tries = 150)
    void theHitsAreTheNearestRowsThatPassTheFilter(
            @ForAll Metric metric,
            @ForAll @IntRange(min = 1, max = 70) int dimensions,
            @ForAll @IntRange(max = 1500) int rows,
            @ForAll @IntRange(min = 1, max = 40) int limit,
            @ForAll @IntRange(min = 1, max = 9) int every,
            @ForAll long seed) {
        var random = new Random(seed);
        var blocks = new VectorBlocks(dimensions);
        double[][] exact = new double[rows][];
        for (int row = 0; row < rows; row++) {
            float[] vector = randomVector(random, dimensions);
            exact[row] = doubles(vector);
            blocks.set(row, metric.prepare(vector));
        }
        float[] query = randomVector(random, dimensions);
        var scan = new NearestScan(blocks, metric, rows, row -> row % every == 0, Integer::compare);

        List<NearestScan.Hit> hits = scan.nearest(metric.prepare(query), limit, Float.NaN);

        double[] expected =
                IntStream.range(0, rows)
                        .filter(row -> row % every == 0)
                        .mapToDouble(row -> score(metric, doubles(query), exact[row]))
                        .boxed()
                        .sorted(
                                largerIsNearer(metric)
                                        ? Comparator.reverseOrder()
                                        : Comparator.naturalOrder())
                        .limit(limit)
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        assertThat(hits)
                .hasSize(expected.length)
                .extracting(NearestScan.Hit::row)
                .doesNotHaveDuplicates();
        for (int i = 0; i < expected.length; i++) {
            NearestScan.Hit hit = hits.get(i);
            assertThat(hit.row() % every).isZero();
            assertThat((double) hit.score()).isCloseTo(expected[i], within(TOLERANCE * dimensions));
            assertThat((double) hit.score())
                    .isCloseTo(
                            score(metric, doubles(query), exact[hit.row()]),
                            within(TOLERANCE * dimensions));
        }
    }

    @Property(tries = 50)
    void aThresholdLeavesOutWhatIsNoBetter(
            @ForAll Metric metric,
            @ForAll @IntRange(min = 1, max = 600) int rows,
            @ForAll long seed) {
        var random = new Random(seed);
        var blocks = new VectorBlocks(4);
        IntStream.range(0, rows)
                .forEach(row -> blocks.set(row, metric.prepare(randomVector(random, 4))));
        float[] query = metric.prepare(randomVector(random, 4));
        var scan = new NearestScan(blocks, metric, rows, row -> true, Integer::compare);
        List<NearestScan.Hit> all = scan.nearest(query, rows, Float.NaN);
        float threshold = all.get(rows / 2).score();

        List<NearestScan.Hit> better = scan.nearest(query, rows, threshold);

        assertThat(better)
                .isEqualTo(
                        all.stream()
                                .filter(
                                        hit ->
                                                largerIsNearer(metric)
                                                        ? hit.score() > threshold
                                                        : hit.score() < threshold)
                                .toList());
    }

    private static double score(Metric metric, double[] a, double[] b) {
        double dot = 0;
        double squares = 0;
        double absolutes = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            squares += (a[i] - b[i]) * (a[i] - b[i]);
            absolutes += Math.abs(a[i] - b[i]);
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        return switch (metric) {
            case COSINE ->
                    lengthA == 0 || lengthB == 0
                            ? 0
                            : dot / Math.sqrt(lengthA) / Math.sqrt(lengthB);
            case DOT -> dot;
            case EUCLID -> Math.sqrt(squares);
            case MANHATTAN -> absolutes;
        };
    }

    private static boolean largerIsNearer(Metric metric) {
        return metric == Metric.COSINE || metric == Metric.DOT;
    }

    private static float[] randomVector(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        boolean zero = random.nextInt(20) == 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = zero ? 0 : random.nextFloat(-2, 2);
        }
        return vector;
    }

    private static double[] doubles(float[] vector) {
        return IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
    }
}
