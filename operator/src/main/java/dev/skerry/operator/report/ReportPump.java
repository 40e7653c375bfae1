package dev.skerry.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skerry.api.wire.Report;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets reports into status, coalesced: a result at once, a stage's or epoch's end soon, anything
 * else once in the interval; over all jobs at most so many a second, who has waited longest first,
 * and none while several before it were not picked up. At most one entry per job.
 */
@ApplicationScoped
class ReportPump {
    private static final EventLog LOG = EventLog.of(ReportPump.class);

    /** A release that nobody picked up for so long holds up no other. */
    private static final Duration LOST_AFTER = Duration.ofSeconds(10);

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Duration interval;
    private final Duration milestoneInterval;
    private final int mostUnderWay;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("report-pump").factory());

    /**
     * @param released what status may show
     * @param releasedAt when it was released
     * @param pickedUp whether the job has been reconciled since
     * @param waiting a newer one and when it may be released
     */
    private record Entry(
            ReportTarget target,
            ResourceID job,
            Optional<ReportHistory> released,
            Instant releasedAt,
            boolean pickedUp,
            Optional<ReportHistory> waiting,
            Instant dueAt) {

        boolean isUnderWay(Instant now) {
            return released.isPresent() && !pickedUp && releasedAt.plus(LOST_AFTER).isAfter(now);
        }

        Entry nowPickedUp() {
            return pickedUp
                    ? this
                    : new Entry(target, job, released, releasedAt, true, waiting, dueAt);
        }
    }

    @Inject
    ReportPump(OperatorConfig config) {
        this(
                config.report().interval(),
                config.report().minInterval(),
                config.report().milestoneInterval(),
                Math.max(1, config.report().writesPerSecond() / 4));
        long period = 1_000_000 / config.report().writesPerSecond();
        // a fixed delay: after a pause of the JVM a fixed rate would catch up in one burst
        var ignored =
                ticker.scheduleWithFixedDelay(
                        () -> releaseOne(Clock.systemUTC().instant()),
                        period,
                        period,
                        TimeUnit.MICROSECONDS);
        Objects.requireNonNull(ignored);
    }

    /**
     * @param mostUnderWay releases that no reconcile has picked up; beyond them a stall of the
     *     process would end in a burst of writes
     */
    ReportPump(
            Duration reportInterval,
            Duration interval,
            Duration milestoneInterval,
            int mostUnderWay) {
        this.interval = interval.compareTo(reportInterval) < 0 ? reportInterval : interval;
        this.milestoneInterval = milestoneInterval;
        this.mostUnderWay = mostUnderWay;
    }

    /** What status may show of a job now. Makes room for the next release. */
    Optional<ReportHistory> pickUp(String jobUid) {
        return Optional.ofNullable(entries.computeIfPresent(jobUid, (uid, e) -> e.nowPickedUp()))
                .flatMap(Entry::released);
    }

    /** The newest that was heard of a job. */
    record Known(String kind, ResourceID job, ReportHistory history) {}

    /** Every job that was heard of, released or not. */
    List<Known> known() {
        return entries.values().stream()
                .flatMap(
                        e ->
                                e
                                        .waiting()
                                        .or(e::released)
                                        .map(h -> new Known(e.target().kind(), e.job(), h))
                                        .stream())
                .toList();
    }

    void offer(
            ReportTarget target,
            ResourceID job,
            String jobUid,
            ReportHistory history,
            Instant now) {
        entries.compute(
                jobUid,
                (key, entry) -> {
                    var before =
                            entry == null
                                    ? new Entry(
                                            target,
                                            job,
                                            Optional.empty(),
                                            Instant.EPOCH,
                                            true,
                                            Optional.empty(),
                                            now)
                                    : entry;
                    var earliest = before.releasedAt().plus(pause(before.released(), history));
                    var due =
                            before.waiting().isPresent() && before.dueAt().isBefore(earliest)
                                    ? before.dueAt()
                                    : earliest;
                    return new Entry(
                            target,
                            job,
                            before.released(),
                            before.releasedAt(),
                            before.pickedUp(),
                            Optional.of(history),
                            due);
                });
    }

    void forget(String jobUid) {
        entries.remove(jobUid);
    }

    /**
     * Releases the entry that has been due longest, if one is and those before it were picked up.
     * Never throws: a throw would end the ticker.
     */
    void releaseOne(Instant now) {
        try {
            if (entries.values().stream().filter(e -> e.isUnderWay(now)).count() >= mostUnderWay)
                return;
            entries.entrySet().stream()
                    .filter(
                            e ->
                                    e.getValue().waiting().isPresent()
                                            && !e.getValue().dueAt().isAfter(now))
                    .min(Comparator.comparing(e -> e.getValue().dueAt()))
                    .ifPresent(due -> release(due.getKey(), due.getValue(), now));
        } catch (RuntimeException e) {
            LOG.write(LogEvent.REPORT_RELEASE_FAILED, e);
        }
    }

    private void release(String jobUid, Entry due, Instant now) {
        entries.computeIfPresent(
                jobUid,
                (uid, e) ->
                        new Entry(
                                e.target(),
                                e.job(),
                                e.waiting().or(e::released),
                                now,
                                false,
                                Optional.empty(),
                                now));
        due.target().wake(due.job());
    }

    private Duration pause(Optional<ReportHistory> released, ReportHistory history) {
        var report = history.latest();
        if (report.result() != null || report.failure() != null) return Duration.ZERO;
        boolean milestone =
                released.isEmpty()
                        || !released.get().podUid().equals(history.podUid())
                        || !Objects.equals(released.get().latest().stage(), report.stage())
                        || !Objects.equals(epoch(released.get().latest()), epoch(report));
        return milestone ? milestoneInterval : interval;
    }

    private static String epoch(Report<JsonNode> report) {
        return report.metrics() == null ? null : report.metrics().get("epoch");
    }

    @PreDestroy
    void stop() {
        ticker.shutdownNow();
    }
}
