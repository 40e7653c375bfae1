package dev.skerry.trainer.ingest;

import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.trainer.ingest.IngestProgress.Counters;
import dev.skerry.trainer.ingest.embed.EmbeddingTable;
import dev.skerry.trainer.ingest.embed.Node2Vec;
import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.embed.TrainingListener;
import dev.skerry.trainer.ingest.embed.TrainingState;
import dev.skerry.trainer.ingest.graph.CsrGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Trains the vectors, tells how it goes and keeps each epoch's end. One instance, one training. */
final class EmbedStage implements TrainingListener {

    private final Node2VecSettings settings;
    private final IngestListener listener;
    private final IngestCheckpoints checkpoints;
    private final Counters counters;
    private final List<Double> losses;
    private Map<String, String> metrics;

    /**
     * @param losses of the epochs before
     */
    EmbedStage(
            Node2VecSettings settings,
            IngestListener listener,
            IngestCheckpoints checkpoints,
            Counters counters,
            List<Double> losses) {
        this.settings = settings;
        this.listener = listener;
        this.checkpoints = checkpoints;
        this.counters = counters;
        this.losses = new ArrayList<>(losses);
        this.metrics = metrics();
    }

    EmbeddingTable run(CsrGraph graph, Optional<TrainingState> from) {
        say((double) losses.size() / settings.epochs());
        var table = Node2Vec.train(graph, settings, from, this);
        if (losses.size() < settings.epochs()) {
            throw new CancellationException("a stop was requested");
        }
        return table;
    }

    List<Double> losses() {
        return List.copyOf(losses);
    }

    @Override
    public void progress(double fraction) {
        say(fraction);
    }

    @Override
    public void epoch(int epoch, int epochs, double loss, long updates) {
        losses.add(loss);
        metrics = metrics();
        say((double) epoch / epochs);
    }

    @Override
    public void state(TrainingState state) {
        checkpoints.epoch(state, losses());
        FaultPoint.EPOCH_ENDED.reach();
    }

    @Override
    public boolean stopRequested() {
        return listener.stopRequested();
    }

    private void say(double fraction) {
        listener.progress(new IngestProgress(Stage.EMBED, fraction, counters, metrics));
    }

    private Map<String, String> metrics() {
        var epoch = Integer.toString(losses.size());
        var epochs = Integer.toString(settings.epochs());
        return losses.isEmpty()
                ? Map.of("epoch", epoch, "epochs", epochs)
                : Map.of(
                        "epoch",
                        epoch,
                        "epochs",
                        epochs,
                        "loss",
                        String.format(Locale.ROOT, "%.4f", losses.getLast()));
    }
}
