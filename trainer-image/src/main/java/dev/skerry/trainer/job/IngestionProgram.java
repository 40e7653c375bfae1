package dev.skerry.trainer.job;

import dev.skerry.api.IngestionResult;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.artifacts.CheckpointStore;
import dev.skerry.artifacts.ObjectStorage;
import dev.skerry.artifacts.StorageException;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.trainer.ingest.fetch.WorkDirectory;
import dev.skerry.trainer.ingest.publish.VectorStoreException;
import dev.skerry.trainer.report.ReportTarget;
import dev.skerry.trainer.report.ReportTiming;
import dev.skerry.trainer.report.Reporter;
import dev.skerry.trainer.report.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One attempt of an IngestionJob, from its environment to an exit code. On a stop (a signal, or the
 * operator's command) it ends as Preempted; temporary files are removed and last words are left on
 * every way out.
 */
final class IngestionProgram {

    private static final Duration LAST_REPORT_LIMIT = Duration.ofSeconds(30);
    private static final Duration LAST_REPORT_LIMIT_WHEN_STOPPED = Duration.ofSeconds(8);

    /** Of the pod's grace period, what the work gets to end by itself; then it is interrupted. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private static final Duration ABANDON_LIMIT = Duration.ofSeconds(4);

    private final Map<String, String> environment;
    private final EventLog log;
    private final Clock clock;
    private final TerminationLog termination;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private volatile boolean stopped;
    private volatile boolean saving;
    private volatile Snapshot lastSaid;
    private volatile Thread worker;
    private volatile Optional<Reporting> reporting = Optional.empty();
    private volatile Optional<WorkDirectory> temporary = Optional.empty();

    IngestionProgram(Map<String, String> environment, EventLog log, Clock clock) {
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.clock = clock;
        this.termination = new TerminationLog(Workplace.terminationLog(environment), log);
    }

    /** Runs to the end. Returns the exit code; nothing is thrown. */
    int run() {
        worker = Thread.currentThread();
        int code = 0;
        try {
            work();
        } catch (Throwable e) {
            code = failed(e);
        } finally {
            reporting.ifPresent(open -> open.storage().close());
        }
        log.event("program.ended", "exit", code);
        exitCode.complete(code);
        return code;
    }

    /**
     * Asks to stop and waits.
     *
     * @return the exit code, empty where the program did not come to its end within the limit
     */
    OptionalInt stop(Duration limit) {
        if (!stopped && !exitCode.isDone()) {
            log.event("program.stopping");
        }
        stopped = true;
        long end = System.nanoTime() + limits().end().toNanos();
        var code = exitCodeWithin(limit);
        if (code.isEmpty() && worker != null && !saving) {
            worker.interrupt();
        }
        return code.isPresent() ? code : exitCodeWithin(Duration.ofNanos(end - System.nanoTime()));
    }

    private JobLimits limits() {
        return reporting.map(open -> open.order().limits()).orElse(JobLimits.USUAL);
    }

    /** Like {@link #stop}, without waiting: the process goes on until the work has ended. */
    private void stopSoon() {
        Thread.ofVirtual().name("stop").start(() -> stop(STOP_LIMIT));
    }

    private OptionalInt exitCodeWithin(Duration limit) {
        try {
            return OptionalInt.of(exitCode.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** Says in its place that a program which did not stop was preempted. */
    void abandon() {
        var ending = new Ending(FailureClass.PREEMPTED, "stopped as asked before it was done");
        reporting.ifPresent(
                open ->
                        open.finish(
                                open.progress().snapshot().with(ending.words()), ABANDON_LIMIT));
        termination.write(ending.words());
        temporary.ifPresent(WorkDirectory::close);
    }

    private void work() throws Exception {
        var workplace = Workplace.of(environment);
        var order = JobFileReader.read(workplace.jobFile(), workplace.podUid());
        log.event(
                "job.started",
                "kind",
                "IngestionJob",
                "namespace",
                order.namespace(),
                "name",
                order.name(),
                "run",
                order.run(),
                "attempt",
                order.attempt(),
                "pod",
                workplace.podUid());
        var storage = new ObjectStorage(workplace.storage());
        var reporter = reporter(order, workplace, storage);
        var progress =
                new JobProgress(
                        (snapshot, promptly) -> said(reporter, snapshot, promptly),
                        () -> stopped || reporter.map(Reporter::stopRequested).orElse(false));
        var open = new Reporting(order, reporter, progress, storage, log);
        reporting = Optional.of(open);
        FaultPoint.JOB_READ.reach();
        try (var folder = WorkDirectory.ownedIn(workplace.workDir());
                var checkpoints = checkpoints(order, workplace, progress, storage, folder.path())) {
            temporary = Optional.of(folder);
            var result = run(open, workplace, checkpoints, folder.path());
            checkpoints.close(); // nothing is written behind the result
            var last = progress.complete().with(result);
            open.finish(last, LAST_REPORT_LIMIT);
            FaultPoint.AFTER_LAST_REPORT.reach();
            termination.write(reportOf(order, last));
            FaultPoint.BEFORE_EXIT.reach();
        }
    }

    /** What another attempt can go on from is saved before the failure is reported. */
    private IngestionResult run(
            Reporting open, Workplace workplace, JobCheckpoints checkpoints, Path folder)
            throws Exception {
        try {
            return new IngestionRun(
                            open.order(), workplace, open.progress(), checkpoints, log, clock)
                    .in(folder, open.storage());
        } catch (CancellationException | StorageException | VectorStoreException e) {
            saving = true;
            checkpoints.save(limits().save());
            throw e;
        }
    }

    private JobCheckpoints checkpoints(
            IngestionOrder order,
            Workplace workplace,
            JobProgress progress,
            ObjectStorage storage,
            Path folder)
            throws IOException {
        return new JobCheckpoints(
                order,
                workplace.podUid(),
                new CheckpointStore(storage, order.bucket()),
                Files.createDirectory(folder.resolve("checkpoints")),
                order.limits(),
                progress::checkpoint,
                log,
                clock);
    }

    private int failed(Throwable cause) {
        // the step that was interrupted says what it was doing, not why
        var ending =
                stopped && !(cause instanceof ConfigException)
                        ? new Ending(FailureClass.PREEMPTED, "stopped as asked before it was done")
                        : Ending.of(cause);
        log.event("job.failed", "class", ending.failureClass().id(), "message", ending.message());
        if (ending.failureClass() == FailureClass.APP) {
            log.event("job.trace", "trace", Traces.of(cause));
        }
        Thread.interrupted();
        reporting.ifPresent(
                open ->
                        open.finish(
                                open.progress().snapshot().with(ending.words()),
                                stopped ? LAST_REPORT_LIMIT_WHEN_STOPPED : LAST_REPORT_LIMIT));
        termination.write(ending.words());
        return ending.exitCode();
    }

    private Optional<Reporter> reporter(
            IngestionOrder order, Workplace workplace, ObjectStorage storage)
            throws ConfigException {
        if (order.reportUrl().isEmpty()) {
            return Optional.empty();
        }
        ReportTarget target;
        try {
            target =
                    new ReportTarget(
                            order.reportUrl().get(), workplace.tokenFile(), workplace.caFile());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
        return Optional.of(
                new Reporter(
                        target,
                        order.run(),
                        order.attempt(),
                        ReportTiming.every(order.reportInterval()),
                        report -> Reporting.keep(order, storage, report, log),
                        new ReportLog(log, this::stopSoon),
                        clock));
    }

    private void said(Optional<Reporter> reporter, Snapshot snapshot, boolean promptly) {
        if (promptly && !snapshot.equals(lastSaid)) {
            lastSaid = snapshot;
            log.event(
                    "progress",
                    "stage",
                    snapshot.stage(),
                    "percent",
                    snapshot.percent(),
                    "counters",
                    snapshot.counters(),
                    "metrics",
                    snapshot.metrics());
        }
        reporter.ifPresent(
                r -> {
                    if (promptly) {
                        r.reportPromptly(snapshot);
                    } else {
                        r.report(snapshot);
                    }
                });
    }

    private byte[] reportOf(IngestionOrder order, Snapshot last) throws IOException {
        return last.asReport(order.run(), order.attempt(), clock.instant());
    }
}
