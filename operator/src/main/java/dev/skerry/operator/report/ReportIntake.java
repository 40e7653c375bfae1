package dev.skerry.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.wire.Report;
import dev.skerry.api.wire.ReportReply;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.connections.RateLimiter;
import dev.skerry.operator.leadership.Leadership;
import dev.skerry.operator.leadership.Standing;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes reports. The fence is (run, attempt, pod uid): who is not the current pod of the current
 * attempt changes nothing, whatever token it holds.
 */
@ApplicationScoped
public class ReportIntake {
    private static final Duration NOT_LEADING = Duration.ofSeconds(2);
    private static final Duration SERVER_AWAY = Duration.ofSeconds(5);
    private static final Duration BODIES_AWAITED = Duration.ofMillis(500);
    private static final int MOST_BODIES = 256;
    private static final String TOO_MANY = "too many reports; come back later";

    private final Leadership leadership;
    private final TokenVerifier tokens;
    private final ReportBook book;
    private final ReportPump pump;
    private final Map<String, ReportTarget> targets;
    private final int intervalSeconds;
    private final Duration allowedGap;
    private final RateLimiter perPod;
    private final OpenBodies bodies = new OpenBodies(MOST_BODIES);

    /** The answer to a report. */
    public sealed interface Answer {
        Answer TOO_LARGE = new Refused(413, "a report has at most 65536 bytes");

        /** Of HTTP, by the contract. */
        int status();

        record Accepted(ReportReply reply) implements Answer {
            @Override
            public int status() {
                return 200;
            }
        }

        /**
         * @param message one sentence
         */
        record Refused(int status, String message) implements Answer {}

        /** The same, and when to try again. */
        record Later(int status, String message, Duration pause) implements Answer {}
    }

    ReportIntake(
            Leadership leadership,
            TokenVerifier tokens,
            ReportBook book,
            ReportPump pump,
            Instance<ReportTarget> targets,
            OperatorConfig config) {
        this.leadership = leadership;
        this.tokens = tokens;
        this.book = book;
        this.pump = pump;
        this.targets =
                targets.stream()
                        .collect(Collectors.toMap(ReportTarget::plural, Function.identity()));
        this.intervalSeconds = (int) Math.max(1, config.report().interval().toSeconds());
        int rate = config.report().perPodPerSecond();
        this.perPod = new RateLimiter(rate, 2 * rate);
        this.allowedGap = ReportHistory.freshFor(config.report().interval());
    }

    /** What status may show of a job now; to be asked at the start of each reconcile of it. */
    public Optional<ReportHistory> pickUp(String jobUid) {
        return pump.pickUp(jobUid);
    }

    /** All that was heard of a job, released or not. */
    public Optional<ReportHistory> heard(String jobUid) {
        return book.of(jobUid);
    }

    /** Lets go of a job that is no more. */
    public void forget(String jobUid) {
        book.forget(jobUid);
        pump.forget(jobUid);
    }

    /** Whether a body is read at all. */
    sealed interface Admission {
        record Denied(Answer answer) implements Admission {}

        /** One body of the pod; nothing else of it is read until this is closed. */
        record Granted(ReportTarget target, ResourceID job, Reporter reporter, Runnable release)
                implements Admission, AutoCloseable {
            @Override
            public void close() {
                release.run();
            }
        }
    }

    /**
     * By all that is known without a body.
     *
     * @param authorization the header, null where there is none
     * @param address who sends it, as the connection says
     */
    Admission admit(ResourceID job, String plural, String authorization, String address) {
        if (!(leadership.standing() instanceof Standing.Leading))
            return later(503, "this operator does not lead", NOT_LEADING);
        var target = targets.get(plural);
        if (target == null) return refused(404, "no such kind: " + ReportBody.limited(plural));
        var now = Clock.systemUTC().instant();
        return switch (tokens.verify(authorization, address, now)) {
            case Reporter.Verified.Refused refused -> refused(401, refused.message());
            case Reporter.Verified.Unavailable away -> later(503, away.message(), SERVER_AWAY);
            case Reporter.Verified.TooMany many -> later(429, TOO_MANY, many.pause());
            case Reporter.Verified.As as -> admit(target, job, as.reporter());
        };
    }

    private Admission admit(ReportTarget target, ResourceID job, Reporter reporter) {
        var pause = perPod.take(reporter.podUid(), System.nanoTime());
        if (pause.isPresent()) return later(429, TOO_MANY, pause.get());
        if (!reporter.namespace().equals(job.getNamespace().orElse("")))
            return refused(403, "the token belongs to another namespace");
        if (target.expected(job).isEmpty()) return refused(404, "no such job");
        if (pod(target, reporter).isEmpty()) return refused(403, "this pod is not known");
        return bodies.begin(reporter.namespace(), reporter.podUid())
                .<Admission>map(end -> new Admission.Granted(target, job, reporter, end))
                .orElseGet(() -> later(429, TOO_MANY, BODIES_AWAITED));
    }

    private static Optional<ReportTarget.KnownPod> pod(ReportTarget target, Reporter reporter) {
        return target.pod(reporter.namespace(), reporter.podName())
                .filter(pod -> pod.uid().equals(reporter.podUid()));
    }

    private static Admission refused(int status, String message) {
        return new Admission.Denied(new Answer.Refused(status, message));
    }

    private static Admission later(int status, String message, Duration pause) {
        return new Admission.Denied(new Answer.Later(status, message, pause));
    }

    /** The rest, with the facts as they are once the body is there. */
    Answer take(Admission.Granted granted, byte[] body) {
        var target = granted.target();
        var job = granted.job();
        var expected = target.expected(job);
        if (expected.isEmpty()) return new Answer.Refused(404, "no such job");
        var pod = pod(target, granted.reporter());
        if (pod.isEmpty()) return new Answer.Refused(403, "this pod is not known");
        return switch (ReportBody.read(body, target.resultType())) {
            case ReportBody.Read.Malformed malformed ->
                    new Answer.Refused(400, malformed.problem());
            case ReportBody.Read.Sound sound ->
                    fenced(
                            target,
                            job,
                            expected.get(),
                            pod.get(),
                            sound.report(),
                            Clock.systemUTC().instant());
        };
    }

    private Answer fenced(
            ReportTarget target,
            ResourceID job,
            ReportTarget.Expected fence,
            ReportTarget.KnownPod pod,
            Report<JsonNode> report,
            Instant now) {
        if (report.run() < fence.run()
                || (report.run() == fence.run() && report.attempt() < fence.attempt())) {
            return new Answer.Refused(
                    409,
                    "run %d, attempt %d is past; the job is at run %d, attempt %d"
                            .formatted(
                                    report.run(), report.attempt(), fence.run(), fence.attempt()));
        }
        if (report.run() != fence.run()
                || report.attempt() != fence.attempt()
                || !fence.child().equals(Optional.of(pod.job()))) {
            return new Answer.Refused(403, "this pod is not of this job's current attempt");
        }
        var history = book.add(fence.uid(), pod.uid(), report, now, allowedGap);
        if (history.isEmpty())
            return new Answer.Refused(409, "seq " + report.seq() + " is not after the last one");
        (report.result() == null ? FaultPoint.REPORT_TAKEN : FaultPoint.RESULT_TAKEN).reach();
        pump.offer(target, job, fence.uid(), history.get(), now);
        return new Answer.Accepted(new ReportReply(fence.command(), intervalSeconds));
    }
}
