package dev.skerry.trainer.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

final class AliasTableTest {

    @Property(tries = 200)
    void theSlotsAddUpToTheWeights(
            @ForAll @Size(min = 1, max = 50)
                    List<@DoubleRange(min = 0.01, max = 1e6) Double> values) {
        double[] weights = values.stream().mapToDouble(value -> value).toArray();
        double sum = Arrays.stream(weights).sum();
        long[] table = AliasTable.of(weights.clone());
        double[] mass = new double[weights.length];
        for (int i = 0; i < table.length; i++) {
            double own = (table[i] & 0xFFFFFFFFL) * 0x1p-32;
            mass[i] += own / table.length;
            mass[(int) (table[i] >>> 32)] += (1 - own) / table.length;
        }
        for (int i = 0; i < weights.length; i++) {
            assertThat(mass[i]).isCloseTo(weights[i] / sum, within(1e-8));
        }
    }
}
