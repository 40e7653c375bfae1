package dev.skerry.operator.kube;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * The framework's own metrics by kind. Its default names every object, so that a thousand jobs make
 * thousands of series.
 */
final class FrameworkMetrics {
    private FrameworkMetrics() {}

    @Produces
    @Singleton
    static Metrics byKind(MeterRegistry registry) {
        return MicrometerMetrics.withoutPerResourceMetrics(registry);
    }
}
