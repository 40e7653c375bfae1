package dev.skerry.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;

/**
 * Registers the reconcilers so that deletions reach them. The extension's own configuration does
 * not carry {@code triggerReconcilerOnAllEvents} of the annotation: without it an object that is
 * being deleted is never looked at again, and our finalizer holds it for ever.
 */
class Controllers {

    @Produces
    @ApplicationScoped
    Operator operator(
            QuarkusConfigurationService configuration,
            Instance<Reconciler<? extends HasMetadata>> reconcilers) {
        var operator = new Operator(configuration);
        for (var reconciler : reconcilers) register(operator, configuration, reconciler);
        return operator;
    }

    private static <P extends HasMetadata> void register(
            Operator operator, QuarkusConfigurationService service, Reconciler<P> reconciler) {
        operator.register(
                reconciler, new AllEvents<>(service.getConfigurationFor(reconciler), service));
    }

    private static final class AllEvents<P extends HasMetadata>
            extends QuarkusControllerConfiguration<P> {

        AllEvents(QuarkusControllerConfiguration<P> of, QuarkusConfigurationService service) {
            super(
                    of.getInformerConfig(),
                    of.getName(),
                    of.isGenerationAware(),
                    of.getAssociatedReconcilerClassName(),
                    of.getRetry(),
                    of.getRateLimiter(),
                    of.maxReconciliationInterval().orElseThrow(),
                    of.getFinalizerName(),
                    of.fieldManager(),
                    of.getWorkflow(),
                    of.getResourceTypeName(),
                    of.getResourceClass());
            setParent(service);
        }

        @Override
        public boolean triggerReconcilerOnAllEvents() {
            return true;
        }
    }
}
