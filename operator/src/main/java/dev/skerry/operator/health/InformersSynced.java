package dev.skerry.operator.health;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once every informer has its first full list: before that nothing is decided on whole facts.
 */
@Readiness
@ApplicationScoped
class InformersSynced implements HealthCheck {
    private final Operator operator;

    InformersSynced(Operator operator) {
        this.operator = operator;
    }

    @Override
    public HealthCheckResponse call() {
        var runtime = operator.getRuntimeInfo();
        boolean synced =
                runtime.isStarted()
                        && runtime.getRegisteredControllers().stream()
                                .allMatch(InformersSynced::synced);
        return HealthCheckResponse.named("informers-synced").status(synced).build();
    }

    private static boolean synced(RegisteredController<?> controller) {
        return controller
                .getControllerHealthInfo()
                .informerEventSourceHealthIndicators()
                .values()
                .stream()
                .map(source -> (InformerWrappingEventSourceHealthIndicator<?>) source)
                .flatMap(source -> source.informerHealthIndicators().values().stream())
                .allMatch(InformerHealthIndicator::hasSynced);
    }
}
