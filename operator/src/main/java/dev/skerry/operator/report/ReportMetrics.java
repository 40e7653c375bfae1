package dev.skerry.operator.report;

import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What is measured of reports, and what jobs report: nothing scrapes a job's pod. Of jobs that
 * report now counters are summed and metrics averaged; one series a job only where configured.
 */
@Startup
@ApplicationScoped
class ReportMetrics {
    private static final EventLog LOG = EventLog.of(ReportMetrics.class);
    private static final int REFRESH_SECONDS = 5;
    private static final int MOST_NAMES = 64;

    private final MeterRegistry registry;
    private final Timer latency;
    private final MultiGauge jobs;
    private final MultiGauge percent;
    private final MultiGauge counters;
    private final MultiGauge values;
    private final ReportPump pump;
    private final boolean objectNames;
    private final Duration fresh;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("report-metrics").factory());

    @Inject
    ReportMetrics(MeterRegistry registry, ReportPump pump, OperatorConfig config) {
        this(
                registry,
                pump,
                config.metrics().objectNames(),
                ReportHistory.freshFor(config.report().interval()));
    }

    ReportMetrics(MeterRegistry registry, ReportPump pump, boolean objectNames, Duration fresh) {
        this.registry = registry;
        this.pump = pump;
        this.objectNames = objectNames;
        this.fresh = fresh;
        latency =
                Timer.builder("skerry.report")
                        .description("Time to answer a report")
                        .serviceLevelObjectives(
                                Duration.ofMillis(5),
                                Duration.ofMillis(10),
                                Duration.ofMillis(25),
                                Duration.ofMillis(50),
                                Duration.ofMillis(100),
                                Duration.ofMillis(250),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5))
                        .register(registry);
        jobs = MultiGauge.builder("skerry.reporting.jobs").register(registry);
        percent = MultiGauge.builder("skerry.reported.percent").register(registry);
        counters = MultiGauge.builder("skerry.reported.counter").register(registry);
        values = MultiGauge.builder("skerry.reported.metric").register(registry);
        Objects.requireNonNull(
                ticker.scheduleWithFixedDelay(
                        this::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS));
    }

    void answered(int status, long nanos) {
        registry.counter("skerry.reports", "code", Integer.toString(status)).increment();
        latency.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Never throws: a throw would end the ticker. */
    private void refresh() {
        try {
            refresh(Clock.systemUTC().instant());
        } catch (RuntimeException e) {
            LOG.write(LogEvent.REPORT_METRICS_FAILED, e);
        }
    }

    void refresh(Instant now) {
        var reporting = new TreeMap<String, Mean>();
        var percents = new TreeMap<String, Mean>();
        var sums = new TreeMap<String, Mean>();
        var means = new TreeMap<String, Mean>();
        for (var known : pump.known()) {
            if (!known.history().fresh(fresh, now)) continue;
            var report = known.history().latest();
            var labels = labels(known);
            add(reporting, Tags.of("kind", known.kind()), 1);
            if (report.percent() != null) add(percents, labels, report.percent());
            entries(report.counters()).forEach((n, v) -> add(sums, labels.and("of", n), v));
            entries(report.metrics()).forEach((n, v) -> addFinite(means, labels.and("of", n), v));
        }
        register(jobs, reporting, Mean::sum);
        register(percent, percents, Mean::mean);
        register(counters, sums, Mean::sum);
        register(values, means, Mean::mean);
    }

    private Tags labels(ReportPump.Known known) {
        var tags = Tags.of("kind", known.kind());
        if (!objectNames) return tags;
        return tags.and(
                "namespace", known.job().getNamespace().orElse(""), "name", known.job().getName());
    }

    /** Sum and number of what carries the same labels. */
    private record Mean(Tags tags, double sum, int number) {
        Mean plus(double value) {
            return new Mean(tags, sum + value, number + 1);
        }

        double mean() {
            return sum / number;
        }
    }

    private void add(Map<String, Mean> all, Tags tags, double value) {
        var key = tags.toString();
        if (!objectNames && !all.containsKey(key) && all.size() >= MOST_NAMES) return;
        all.put(key, all.getOrDefault(key, new Mean(tags, 0, 0)).plus(value));
    }

    private void addFinite(Map<String, Mean> all, Tags tags, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) add(all, tags, value);
        } catch (NumberFormatException e) {
            return; // a word is no figure, and allowed
        }
    }

    private static <V> Map<String, V> entries(Map<String, V> map) {
        return map == null ? Map.of() : map;
    }

    private static void register(
            MultiGauge gauge, Map<String, Mean> rows, ToDoubleFunction<Mean> value) {
        List<Row<?>> all = new ArrayList<>();
        for (var row : rows.values()) all.add(Row.of(row.tags(), row, value));
        gauge.register(all, true);
    }

    @PreDestroy
    void stop() {
        ticker.shutdownNow();
    }
}
