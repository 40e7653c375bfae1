package dev.skerry.cli.job;

import dev.skerry.api.Attempt;
import dev.skerry.cli.job.AttemptPod.Stage;
import dev.skerry.cli.job.PodLog.Reading;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One pod's log after the other's, until the job has finished. */
final class LogFollower {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 4;
    private static final Duration UNREACHABLE_LIMIT = Duration.ofSeconds(60);

    private final LogSource source;
    private final PrintStream out;
    private final Consumer<String> notes;
    private final Set<String> told = new HashSet<>();
    private Instant answered = Instant.now();

    /**
     * @param out gets nothing but the logs
     * @param notes gets what is said beside them, a line at a time
     */
    LogFollower(LogSource source, PrintStream out, Consumer<String> notes) {
        this.source = source;
        this.out = out;
        this.notes = notes;
    }

    /**
     * @param first number of the attempt of the current run to begin with; else the newest
     * @return exit code
     * @throws IOException where the job has no such attempt, is not there (any more), cannot begin
     *     without its owner, or the API server is away for too long
     */
    int run(Optional<Integer> first) throws IOException, InterruptedException {
        ReadJob job = source.job();
        Optional<AttemptPod> pod = source.pods().chosen(job.run(), first);
        if (pod.isEmpty() && first.isPresent()) {
            throw new IOException(LogWords.withoutPod(job, first));
        }
        if (pod.isEmpty()) pod = awaitPod(pod);
        while (pod.isPresent() && copy(pod.get())) pod = awaitPod(pod);
        return 0;
    }

    /**
     * Waits for a pod after another one.
     *
     * @return empty where none comes, since the job has finished
     */
    private Optional<AttemptPod> awaitPod(Optional<AttemptPod> last)
            throws IOException, InterruptedException {
        while (true) {
            try {
                // the job first: a pod that comes with its end is then seen
                ReadJob job = present();
                AttemptPods pods = source.pods();
                answered = Instant.now();
                Optional<AttemptPod> next = last.isEmpty() ? pods.newest() : pods.after(last.get());
                if (next.isPresent()) return next;
                if (job.isOver()) {
                    if (last.isEmpty()) {
                        throw new IOException(LogWords.withoutPod(job, Optional.empty()));
                    }
                    tell(LogWords.finished(job));
                    return Optional.empty();
                }
                last.ifPresent(pod -> tellEnd(job, pod));
                if (!job.waitingOn().isEmpty()) tell(LogWords.state(job));
            } catch (KubernetesClientException e) {
                unreachable(e);
            }
            pause();
        }
    }

    /**
     * Copies a pod's log to its end.
     *
     * @return false where nobody reads the output any more
     */
    private boolean copy(AttemptPod pod) throws IOException, InterruptedException {
        PodLog log = source.log(pod);
        told.clear();
        tell(pod.title());
        for (int broken = 0; broken < TRIES; pause()) {
            try {
                Optional<AttemptPod> now = source.pods().now(pod);
                answered = Instant.now();
                if (now.isEmpty()) return true;
                if (now.get().stage() == Stage.WAITING) {
                    tell(LogWords.waiting(present(), now.get()));
                    continue;
                }
                Reading reading = log.follow(out);
                if (reading == Reading.UNREAD) return false;
                if (now.get().stage() == Stage.ENDED) {
                    if (reading == Reading.WHOLE) return true;
                    broken++;
                }
            } catch (KubernetesClientException e) {
                unreachable(e);
            }
        }
        tell("the log of pod/" + pod.name() + " cannot be read");
        return true;
    }

    private ReadJob present() throws IOException {
        Optional<ReadJob> job = source.find();
        if (job.isEmpty()) throw new IOException("somebody removed ingestionjob/" + source.name());
        return job.get();
    }

    private void tellEnd(ReadJob job, AttemptPod pod) {
        for (Attempt attempt : LogWords.attempts(job)) {
            boolean same = pod.run() == job.run() && attempt.number() == pod.attempt();
            if (same && JobLines.why(attempt).isPresent()) {
                tell("attempt " + attempt.number() + " ended" + LogWords.ending(attempt));
            }
        }
    }

    private void tell(String words) {
        if (told.add(words)) notes.accept(words);
    }

    private void unreachable(KubernetesClientException e) {
        if (Duration.between(answered, Instant.now()).compareTo(UNREACHABLE_LIMIT) > 0) throw e;
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
}
