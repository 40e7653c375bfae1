package dev.skerry.trainer.ingest.embed;

import dev.skerry.trainer.ingest.graph.CsrGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Node2Vec (Grover and Leskovec 2016): random walks, and skip-gram with negative sampling over
 * them. Walks are drawn as they are needed and never kept; memory is the tables plus some twenty
 * bytes a node.
 */
public final class Node2Vec {

    private static final long LISTEN_EVERY_MILLIS = 100;

    private Node2Vec() {}

    /**
     * Trains one vector for each node; a node without edges keeps the small random one it began
     * with.
     *
     * @throws IllegalArgumentException where the tables would not fit an array
     * @throws CancellationException where the calling thread was interrupted
     */
    public static EmbeddingTable train(
            CsrGraph graph, Node2VecSettings settings, TrainingListener listener) {
        return train(graph, settings, Optional.empty(), listener);
    }

    /**
     * Goes on with a training of the same graph and settings; a deterministic one ends with the
     * same bits as if it had never been interrupted.
     *
     * @param from taken over: not to be used any more
     */
    public static EmbeddingTable train(
            CsrGraph graph,
            Node2VecSettings settings,
            Optional<TrainingState> from,
            TrainingListener listener) {
        Training training = new Training(graph, settings, from);
        int threads = settings.deterministic() ? 1 : settings.threads();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads, Node2Vec::thread)) {
            training.prepare();
            for (int epoch = training.firstEpoch();
                    epoch < settings.epochs() && !training.stopped();
                    epoch++) {
                training.begin(epoch);
                List<Future<EpochPart>> parts = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    parts.add(pool.submit(training::work));
                }
                EpochPart sum = EpochPart.NOTHING;
                for (Future<EpochPart> part : parts) {
                    sum = sum.plus(await(part, training, listener));
                }
                listener.progress(training.fraction());
                if (!training.stopped()) {
                    listener.epoch(epoch + 1, settings.epochs(), sum.meanLoss(), sum.updates());
                    listener.state(training.state(epoch + 1));
                    if (listener.stopRequested()) {
                        training.stop();
                    }
                }
            }
        }
        return training.result();
    }

    private static EpochPart await(
            Future<EpochPart> part, Training training, TrainingListener listener) {
        try {
            while (true) {
                try {
                    return part.get(LISTEN_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillRunning) {
                    listener.progress(training.fraction());
                    if (listener.stopRequested()) {
                        training.stop();
                    }
                }
            }
        } catch (InterruptedException e) {
            training.stop();
            Thread.currentThread().interrupt();
            throw new CancellationException("embed: interrupted");
        } catch (ExecutionException e) {
            training.stop();
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("embed: a training thread failed", e.getCause());
        } catch (RuntimeException e) {
            training.stop();
            throw e;
        }
    }

    private static Thread thread(Runnable work) {
        return Thread.ofPlatform().daemon().name("embed").unstarted(work);
    }

    /** What one thread did in one epoch. */
    record EpochPart(double lossSum, long lossPairs, long updates) {

        static final EpochPart NOTHING = new EpochPart(0, 0, 0);

        EpochPart plus(EpochPart other) {
            return new EpochPart(
                    lossSum + other.lossSum, lossPairs + other.lossPairs, updates + other.updates);
        }

        double meanLoss() {
            return lossPairs == 0 ? Double.NaN : lossSum / lossPairs;
        }
    }
}
