package dev.skerry.trainer.ingest.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether vectors of the protein graph tell what a protein does: mean AUROC of one-vs-rest logistic
 * regression over its ten commonest labels, tested on the half of the nodes it was not fitted to.
 * The whole protocol is {@code bench/auroc}; a broken trainer falls to .5 here.
 */
final class EmbeddingQualityTest {

    private static final int LABELS = 10;
    private static final double THRESHOLD = 0.73;

    @ParameterizedTest(name = "{0}, deterministic: {1}")
    @CsvSource({"PAPER, false", "PAPER, true", "PYG, false"})
    void proteinsOfOneFunctionAreToldApartByTheirVectors(Mode mode, boolean deterministic)
            throws Exception {
        EdgeList list;
        try (InputStream stream = resource("PPI.edg")) {
            list = EdgeListReader.read("PPI.edg", stream, false, false);
        }
        Node2VecSettings settings =
                Node2VecSettings.builder()
                        .mode(mode)
                        .walkLength(80)
                        .epochs(1)
                        .deterministic(deterministic)
                        .build();
        double auroc =
                meanAuroc(
                        list.names(),
                        Node2Vec.train(list.graph(), settings, TrainingListener.NONE));
        assertThat(auroc).isGreaterThan(THRESHOLD).isLessThan(0.9);
    }

    @Test
    void theYardstickItselfIsRight() {
        boolean[] labels = {false, true, false, true};
        assertThat(LogisticRegression.auroc(new double[] {1, 2, 3, 4}, labels)).isEqualTo(0.75);
        assertThat(LogisticRegression.auroc(new double[] {5, 5, 5, 5}, labels)).isEqualTo(0.5);
        double[][] rows = {{-1, 1}, {-1, 1}, {1, 1}, {1, 1}};
        // the minimum of ½w² + 2·ln(1+e^−w) + 2·ln(1+e^−w) is where w = 4·σ(−w)
        LogisticRegression fitted =
                LogisticRegression.fit(rows, new boolean[] {false, false, true, true});
        double w = fitted.score(new double[] {1, 0});
        assertThat(w).isCloseTo(4 / (1 + Math.exp(w)), within(1e-6)).isPositive();
    }

    private static double meanAuroc(List<String> names, EmbeddingTable table) throws IOException {
        Map<String, Set<String>> nodesByLabel = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(resource("PPI.labels.tsv"), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t");
                nodesByLabel.computeIfAbsent(columns[1], label -> new HashSet<>()).add(columns[0]);
            }
        }
        List<Set<String>> commonest =
                nodesByLabel.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Set<String>>comparingByValue(
                                                (a, b) -> Integer.compare(b.size(), a.size()))
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(LABELS)
                        .map(Map.Entry::getValue)
                        .collect(Collectors.toList());
        double sum = 0;
        for (Set<String> positive : commonest) {
            sum += auroc(names, table, positive);
        }
        return sum / LABELS;
    }

    private static double auroc(List<String> names, EmbeddingTable table, Set<String> positive) {
        int half = names.size() / 2;
        double[][] fitted = new double[half][];
        boolean[] fittedLabels = new boolean[half];
        double[][] kept = new double[names.size() - half][];
        boolean[] keptLabels = new boolean[kept.length];
        float[] row = new float[table.dimensions()];
        for (int i = 0; i < names.size(); i++) {
            table.row(i, row);
            double[] features = new double[row.length + 1];
            for (int c = 0; c < row.length; c++) {
                features[c] = row[c];
            }
            features[row.length] = 1;
            boolean label = positive.contains(names.get(i));
            if (i % 2 == 0 && i / 2 < half) {
                fitted[i / 2] = features;
                fittedLabels[i / 2] = label;
            } else {
                kept[i % 2 == 0 ? kept.length - 1 : i / 2] = features;
                keptLabels[i % 2 == 0 ? kept.length - 1 : i / 2] = label;
            }
        }
        LogisticRegression regression = LogisticRegression.fit(fitted, fittedLabels);
        double[] scores = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            scores[i] = regression.score(kept[i]);
        }
        return LogisticRegression.auroc(scores, keptLabels);
    }

    private static InputStream resource(String name) {
        return EmbeddingQualityTest.class.getResourceAsStream("/graphs/" + name);
    }
}
