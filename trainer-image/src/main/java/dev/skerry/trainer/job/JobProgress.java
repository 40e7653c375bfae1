package dev.skerry.trainer.job;

import dev.skerry.trainer.ingest.IngestListener;
import dev.skerry.trainer.ingest.IngestProgress;
import dev.skerry.trainer.ingest.IngestProgress.Counters;
import dev.skerry.trainer.ingest.Stage;
import dev.skerry.trainer.ingest.publish.PublishListener;
import dev.skerry.trainer.report.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Turns what the pipeline says into snapshots of the whole job: percent by the stages' weights,
 * never falling; the counters of all stages together. Ends of stages and epochs are to be sent
 * promptly.
 */
final class JobProgress implements IngestListener, PublishListener {

    /** The share of the last stage that uploading points is; the rest is the artifact. */
    private static final double POINTS_SHARE = 0.8;

    /** Where snapshots go. */
    interface Sink {
        void progress(Snapshot snapshot, boolean promptly);
    }

    private final Sink sink;
    private final BooleanSupplier stop;
    private Stage stage = Stage.FETCH;
    private int percent;
    private long work;
    private String epoch = "";
    private Counters counters = Counters.NONE;
    private long points;
    private final Map<String, String> metrics = new HashMap<>();
    private final Map<String, Long> extra = new HashMap<>();

    private Optional<String> checkpoint = Optional.empty();

    JobProgress(Sink sink, BooleanSupplier stop) {
        this.sink = sink;
        this.stop = stop;
    }

    @Override
    public synchronized void progress(IngestProgress progress) {
        var said = new HashMap<>(progress.metrics());
        var bytes = said.remove("bytes");
        if (bytes != null) {
            extra.merge("bytes", Long.parseLong(bytes), Math::max);
        }
        metrics.putAll(said);
        counters = progress.counters();
        var nowEpoch = metrics.getOrDefault("epoch", "");
        boolean promptly = progress.fraction() >= 1 || !nowEpoch.equals(epoch);
        epoch = nowEpoch;
        advance(progress.stage(), progress.fraction(), promptly);
    }

    @Override
    public synchronized void points(long there, long pointsTotal) {
        points = Math.max(points, there);
        double share = pointsTotal == 0 ? 1 : (double) there / pointsTotal;
        advance(Stage.PUBLISH, POINTS_SHARE * share, there == 0 || there == pointsTotal);
    }

    /** Said from now on: where the job can be resumed. */
    synchronized void checkpoint(String prefix) {
        checkpoint = Optional.of(prefix);
        sink.progress(snapshot(), true);
    }

    @Override
    public boolean stopRequested() {
        return stop.getAsBoolean();
    }

    /** All is published. */
    synchronized Snapshot complete() {
        percent = 100;
        work = 1_000_000;
        stage = Stage.PUBLISH;
        return snapshot();
    }

    synchronized Snapshot snapshot() {
        var all = new TreeMap<>(extra);
        all.put("files", counters.files());
        all.put("filesTotal", counters.filesTotal());
        all.put("edges", counters.edges());
        all.put("external", counters.external());
        all.put("unresolved", counters.unresolved());
        all.put("points", points);
        all.put("pointsTotal", counters.filesTotal());
        all.put("work", work);
        return Snapshot.of(stage.label(), percent, all, metrics).resumableAt(checkpoint);
    }

    private void advance(Stage now, double fraction, boolean promptly) {
        boolean newStage = now != stage;
        stage = now;
        percent = Math.max(percent, Math.min(99, now.percent(fraction)));
        work = Math.max(work, millionths(now, fraction));
        sink.progress(snapshot(), promptly || newStage);
    }

    /**
     * Millionths of the whole job: moves where percent is too coarse, so that slow work never looks
     * hung.
     */
    private static long millionths(Stage stage, double fraction) {
        double from = stage.percent(0);
        double to = stage.percent(1);
        return (long) (10_000 * (from + (to - from) * Math.clamp(fraction, 0, 1)));
    }
}
