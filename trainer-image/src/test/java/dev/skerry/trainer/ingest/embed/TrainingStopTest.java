package dev.skerry.trainer.ingest.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingStopTest {

    private static final int MANY = 10_000;

    @Test
    void endsTheTrainingInTheMiddleOfAnEpoch() {
        var listener = new StopsAfter(0);
        var hours = Node2VecTest.QUICK.toBuilder().walksPerNode(10_000).walkLength(80).build();
        var table = Node2Vec.train(Node2VecTest.random(2000, 6000), hours, listener);
        assertThat(table.rows()).isEqualTo(2000);
        assertThat(listener.ended).isEmpty();
        Node2VecTest.assertFiniteAndNotZero(table);
    }

    @Test
    void isHeardHoweverShortTheEpochsAre() {
        var listener = new StopsAfter(3);
        var settings = Node2VecTest.QUICK.toBuilder().epochs(MANY).build();
        Node2Vec.train(Node2VecTest.random(4, 4), settings, listener);
        assertThat(listener.ended).containsExactly(1, 2, 3);
    }

    private static final class StopsAfter implements TrainingListener {
        private final List<Integer> ended = new ArrayList<>();
        private final int wanted;

        private StopsAfter(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void progress(double fraction) {}

        @Override
        public void epoch(int epoch, int epochs, double loss, long updates) {
            ended.add(epoch);
        }

        @Override
        public boolean stopRequested() {
            return ended.size() >= wanted;
        }
    }
}
