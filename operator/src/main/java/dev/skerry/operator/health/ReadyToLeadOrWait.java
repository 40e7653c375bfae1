package dev.skerry.operator.health;

import dev.skerry.operator.leadership.Leadership;
import dev.skerry.operator.leadership.Standing;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The leader is ready once every informer has its first full list: before that nothing is decided
 * on whole facts. Another replica is ready once it knows who leads.
 */
@Readiness
@ApplicationScoped
class ReadyToLeadOrWait implements HealthCheck {
    private final Operator operator;
    private final Leadership leadership;

    ReadyToLeadOrWait(Operator operator, Leadership leadership) {
        this.operator = operator;
        this.leadership = leadership;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("leadership");
        return switch (leadership.standing()) {
            case Standing.Unknown unknown -> response.withData("role", "unknown").down().build();
            case Standing.Standby standby ->
                    response.withData("role", "standby")
                            .withData("leader", standby.holder())
                            .up()
                            .build();
            case Standing.Starting starting -> response.withData("role", "starting").down().build();
            case Standing.Leading leading ->
                    response.withData("role", "leader").status(informersSynced()).build();
            case Standing.Ending ending -> response.withData("role", "ending").down().build();
        };
    }

    private boolean informersSynced() {
        return operator.getRuntimeInfo().getRegisteredControllers().stream()
                .allMatch(ReadyToLeadOrWait::synced);
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
