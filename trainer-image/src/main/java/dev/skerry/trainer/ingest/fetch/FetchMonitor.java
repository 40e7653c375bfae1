package dev.skerry.trainer.ingest.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ProgressMonitor;

/** Passes progress on, and cancels a fetch that takes more bytes or time than allowed. */
final class FetchMonitor implements ProgressMonitor {

    private static final long MEASURE_EVERY_NANOS = 200_000_000L;

    private final Path objects;
    private final FetchLimits limits;
    private final FetchListener listener;
    private final long started = System.nanoTime();
    private volatile String exceeded = "";
    private String task = "";
    private int total;
    private int done;
    private long bytes;
    private long measured = started;

    /**
     * @param objects the folder whose files are what was received
     */
    FetchMonitor(Path objects, FetchLimits limits, FetchListener listener) {
        this.objects = objects;
        this.limits = limits;
        this.listener = listener;
    }

    static String tookOver(FetchLimits limits) {
        return "fetching took over %d s".formatted(limits.time().toSeconds());
    }

    /** Why the fetch was cancelled, empty if it was not. */
    String exceeded() {
        return exceeded;
    }

    @Override
    public void start(int totalTasks) {}

    @Override
    public synchronized void beginTask(String title, int totalWork) {
        task = title;
        total = totalWork;
        done = 0;
        listener.progress(task, done, total, bytes);
    }

    @Override
    public synchronized void update(int completed) {
        done += completed;
        measure();
    }

    @Override
    public synchronized void endTask() {
        measured = 0;
        measure();
    }

    @Override
    public synchronized boolean isCancelled() {
        measure();
        return !exceeded.isEmpty();
    }

    @Override
    public void showDuration(boolean enabled) {}

    private void measure() {
        long now = System.nanoTime();
        if (now - measured < MEASURE_EVERY_NANOS) {
            return;
        }
        measured = now;
        bytes = stored();
        if (bytes > limits.bytes()) {
            exceeded = "the repository is larger than %d bytes".formatted(limits.bytes());
        } else if (now - started > limits.time().toNanos()) {
            exceeded = tookOver(limits);
        }
        listener.progress(task, done, total, bytes);
    }

    private long stored() {
        long sum = 0;
        try (var files = Files.walk(objects, 2)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var attributes = file.toFile();
                sum += attributes.isFile() ? attributes.length() : 0;
            }
        } catch (IOException | UncheckedIOException moved) {
            return Math.max(sum, bytes);
        }
        return sum;
    }
}
