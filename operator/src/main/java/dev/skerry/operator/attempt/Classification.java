package dev.skerry.operator.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.ForeignText;
import dev.skerry.api.wire.FailureClass;
import dev.skerry.api.wire.LastWords;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a Job failed. The pod's own state is strongest, then the program's last words, then its exit
 * code; where the pod is gone the Job's condition still names exit code or disruption.
 */
public final class Classification {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d{1,3})\\b");

    /**
     * How the kubelet says that it took a pod away for its own use of the disk, and not for a
     * neighbour's: the three messages of its eviction manager's {@code localStorageEviction}.
     */
    private static final Pattern DISK_LIMIT =
            Pattern.compile(
                    "exceeds the total limit of containers|exceeded its local ephemeral storage limit|Usage of EmptyDir volume .* exceeds the limit");

    private static final int MAX_MESSAGE = 400;

    private Classification() {}

    /** Whether a program's termination message says how it failed, so that it left no result. */
    public static boolean saysFailure(String terminationMessage) {
        return lastWords(terminationMessage).isPresent();
    }

    static Outcome.Failed of(ChildJob job, Optional<ChildPod> pod, Instant now) {
        var at = job.endedAt().orElse(now);
        var exitCode =
                pod.flatMap(ChildPod::exitCode)
                        .or(() -> job.podFailureMessage().flatMap(Classification::exitCode));
        var disruption =
                pod.flatMap(ChildPod::disruption)
                        .or(
                                () ->
                                        job.podFailureMessage()
                                                .filter(m -> m.contains("DisruptionTarget")));
        if (disruption.filter(DISK_LIMIT.asPredicate()).isPresent())
            return failed(
                    FailureClass.OUT_OF_DISK,
                    exitCode,
                    "it used more local disk than allowed; raise spec.resources.limits.ephemeral-storage ("
                            + disruption.get().strip()
                            + ")",
                    at);
        if (disruption.isPresent())
            return failed(FailureClass.PREEMPTED, exitCode, disruption.get(), at);
        if (pod.map(ChildPod::outOfMemory).orElse(false)) {
            return failed(
                    FailureClass.OUT_OF_MEMORY,
                    exitCode,
                    "the container went over its memory limit; raise spec.resources.limits.memory",
                    at);
        }
        var words = pod.flatMap(ChildPod::terminationMessage);
        var spoken = words.flatMap(Classification::lastWords);
        if (spoken.isPresent()) {
            var failureClass = FailureClass.ofId(spoken.get().failureClass());
            if (failureClass.isPresent())
                return failed(failureClass.get(), exitCode, spoken.get().message(), at);
        }
        var failureClass = exitCode.map(FailureClass::ofExitCode).orElse(FailureClass.NODE);
        var message =
                words.filter(w -> !w.isBlank())
                        .map(Classification::lastLine)
                        .or(job::podFailureMessage)
                        .orElse("the pod ended without a word");
        return failed(failureClass, exitCode, message, at);
    }

    private static Outcome.Failed failed(
            FailureClass failureClass, Optional<Integer> exitCode, String message, Instant at) {
        return new Outcome.Failed(
                failureClass, exitCode, ForeignText.limited(message, MAX_MESSAGE), at);
    }

    /**
     * Where a program left no last words the node gives the end of its log; the last line says
     * most.
     */
    private static String lastLine(String log) {
        return log.lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("");
    }

    private static Optional<Integer> exitCode(String message) {
        var matcher = EXIT_CODE.matcher(message);
        return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    private static Optional<LastWords> lastWords(String message) {
        try {
            return Optional.ofNullable(JSON.readValue(message, LastWords.class))
                    .filter(w -> w.failureClass() != null);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
