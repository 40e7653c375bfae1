package dev.skerry.cli.job;

import dev.skerry.api.IngestionJobStatus;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Texts;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A run that was asked for, shown until it has ended. */
final class RunWatch {
    private static final Duration UNREACHABLE_LIMIT = Duration.ofSeconds(60);

    private final Jobs jobs;
    private final ReadJob asked;
    private final int runBefore;
    private final Live live;
    private final Paint paint;
    private String told = "";

    /**
     * @param asked the job as it stood right after the change that asks for the run
     */
    RunWatch(Jobs jobs, ReadJob asked, int runBefore, Live live, Paint paint) {
        this.jobs = jobs;
        this.asked = asked;
        this.runBefore = runBefore;
        this.live = live;
        this.paint = paint;
    }

    /**
     * @return exit code
     * @throws IOException where the job was removed or is suspended, the API server is away for too
     *     long, or the limit has passed
     */
    int await(Duration limit) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        Instant answered = begun;
        while (true) {
            Duration elapsed = Duration.between(begun, Instant.now());
            try {
                Optional<ReadJob> now = jobs.find(asked.name());
                if (now.isEmpty()) throw new IOException("somebody removed " + asked.title());
                answered = Instant.now();
                if (hasEnded(now.get())) return settle(now.get(), elapsed);
                show(now.get(), elapsed);
            } catch (KubernetesClientException e) {
                if (Duration.between(answered, Instant.now()).compareTo(UNREACHABLE_LIMIT) > 0)
                    throw e;
            }
            if (elapsed.compareTo(limit) > 0) {
                throw new IOException(
                        "not finished after " + Texts.took(limit) + "; the run goes on");
            }
            TimeUnit.MILLISECONDS.sleep(live.isTerminal() ? 150 : 500);
        }
    }

    /** Whether the run has ended, or cannot begin. */
    private boolean hasEnded(ReadJob now) throws IOException {
        if (!now.isObserved() || now.generation() < asked.generation()) return false;
        if (now.phase().equals("Suspended")) {
            throw new IOException(
                    now.title() + " is suspended; the run begins once spec.suspend is false");
        }
        boolean refused = JobLines.isStuck(now.status().orElse(null));
        return now.isOver() && (now.run() > runBefore || refused);
    }

    private int settle(ReadJob now, Duration elapsed) {
        live.clear();
        boolean succeeded = now.phase().equals("Succeeded");
        live.print(
                (succeeded ? paint.green("✓") : paint.red("✗"))
                        + " run "
                        + now.run()
                        + " "
                        + now.phase()
                        + paint.dim("  " + Texts.took(elapsed)));
        if (succeeded) return 0;
        JobLines.failed(now.status().orElse(null)).forEach(line -> live.print("  " + line));
        return 1;
    }

    private void show(ReadJob now, Duration elapsed) {
        IngestionJobStatus status = now.run() > runBefore ? now.status().orElse(null) : null;
        if (live.isTerminal()) {
            live.show(JobLines.running(status, live.spinner(), elapsed, paint));
            return;
        }
        List<String> line = List.of("  " + Texts.clock(elapsed) + "  " + JobLines.plain(status));
        String stage =
                status == null || status.progress() == null
                        ? ""
                        : String.valueOf(status.progress().stage());
        if (!stage.equals(told)) line.forEach(live::print);
        else live.show(line);
        told = stage;
    }
}
