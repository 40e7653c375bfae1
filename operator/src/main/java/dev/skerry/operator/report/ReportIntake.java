package dev.skerry.operator.report;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.wire.Report;
import dev.skerry.api.wire.ReportReply;
import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.operator.OperatorConfig;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
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
    private static final int MAX_ENTRIES = 32;
    private static final int MAX_TEXT = 256;

    private final TokenVerifier tokens;
    private final ReportBook book;
    private final ReportPump pump;
    private final Map<String, ReportTarget> targets;
    private final int intervalSeconds;
    private final Duration allowedGap;
    private final ObjectMapper json =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The answer to a report. */
    public sealed interface Answer {
        record Accepted(ReportReply reply) implements Answer {}

        /** An HTTP status from the contract and one sentence. */
        record Refused(int status, String message) implements Answer {}
    }

    ReportIntake(
            TokenVerifier tokens,
            ReportBook book,
            ReportPump pump,
            Instance<ReportTarget> targets,
            OperatorConfig config) {
        this.tokens = tokens;
        this.book = book;
        this.pump = pump;
        this.targets =
                targets.stream()
                        .collect(Collectors.toMap(ReportTarget::plural, Function.identity()));
        this.intervalSeconds = (int) Math.max(1, config.report().interval().toSeconds());
        this.allowedGap = ReportHistory.freshFor(config.report().interval());
    }

    /** What status may show of a job now; see {@link ReportPump}. */
    public Optional<ReportHistory> released(String jobUid) {
        return pump.released(jobUid);
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

    public Answer take(
            String namespace, String plural, String name, String authorization, byte[] body) {
        var now = Clock.systemUTC().instant();
        var target = targets.get(plural);
        if (target == null) return new Answer.Refused(404, "no such kind: " + limited(plural));
        return switch (tokens.verify(authorization, now)) {
            case Reporter.Verified.Refused refused -> new Answer.Refused(401, refused.message());
            case Reporter.Verified.Unavailable away -> new Answer.Refused(503, away.message());
            case Reporter.Verified.As as ->
                    take(target, new ResourceID(name, namespace), as.reporter(), body, now);
        };
    }

    private Answer take(
            ReportTarget target, ResourceID job, Reporter reporter, byte[] body, Instant now) {
        if (body.length > Report.MAX_BYTES)
            return new Answer.Refused(413, "a report has at most 65536 bytes");
        var expected = target.expected(job);
        if (!reporter.namespace().equals(job.getNamespace().orElse("")))
            return new Answer.Refused(403, "the token belongs to another namespace");
        if (expected.isEmpty()) return new Answer.Refused(404, "no such job");
        var pod = target.pod(reporter.namespace(), reporter.podName());
        if (pod.isEmpty() || !pod.get().uid().equals(reporter.podUid()))
            return new Answer.Refused(403, "this pod is not known");
        Report report;
        try {
            report = json.readValue(body, Report.class);
        } catch (IOException e) {
            return new Answer.Refused(
                    400,
                    "the body is no report: "
                            + limited(
                                    String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
        var problem = problemWith(report);
        if (problem.isPresent()) return new Answer.Refused(400, problem.get());
        var fence = expected.get();
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
                || !fence.child().equals(Optional.of(pod.get().job()))) {
            return new Answer.Refused(403, "this pod is not of this job's current attempt");
        }
        var history = book.add(fence.uid(), reporter.podUid(), report, now, allowedGap);
        if (history.isEmpty())
            return new Answer.Refused(409, "seq " + report.seq() + " is not after the last one");
        (report.result() == null ? FaultPoint.REPORT_TAKEN : FaultPoint.RESULT_TAKEN).reach();
        pump.offer(target, job, fence.uid(), history.get(), now);
        return new Answer.Accepted(new ReportReply(fence.command(), intervalSeconds));
    }

    private static Optional<String> problemWith(Report report) {
        if (report == null
                || report.run() == null
                || report.attempt() == null
                || report.seq() == null) return Optional.of("run, attempt and seq are required");
        if (report.run() < 1 || report.attempt() < 1 || report.seq() < 0)
            return Optional.of("run and attempt count from 1, seq from 0");
        if (report.percent() != null && (report.percent() < 0 || report.percent() > 100))
            return Optional.of("percent: " + report.percent() + " is not in 0..100");
        if (report.stage() == null || !report.stage().matches("[A-Z][A-Za-z]{0,31}"))
            return Optional.of("stage: give one word in CamelCase");
        var counters = report.counters() == null ? Map.<String, Long>of() : report.counters();
        var metrics = report.metrics() == null ? Map.<String, String>of() : report.metrics();
        if (counters.size() > MAX_ENTRIES || metrics.size() > MAX_ENTRIES)
            return Optional.of("at most " + MAX_ENTRIES + " counters and as many metrics");
        if (counters.values().stream().anyMatch(v -> v == null || v < 0))
            return Optional.of("counters: values are whole numbers from 0");
        if (metrics.values().stream().anyMatch(v -> v == null || v.length() > 64))
            return Optional.of("metrics: values are texts of at most 64 characters");
        if (counters.keySet().stream().anyMatch(ReportIntake::badName)
                || metrics.keySet().stream().anyMatch(ReportIntake::badName)) {
            return Optional.of("counters and metrics: names are up to 63 letters, digits, _ . -");
        }
        return Optional.empty();
    }

    private static boolean badName(String name) {
        return !name.matches("[A-Za-z][A-Za-z0-9_.-]{0,62}");
    }

    private static String limited(String text) {
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    }
}
