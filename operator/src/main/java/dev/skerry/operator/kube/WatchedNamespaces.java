package dev.skerry.operator.kube;

import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;

/** The namespaces that this operator looks after. */
@ApplicationScoped
public class WatchedNamespaces {
    private final Operator operator;

    WatchedNamespaces(Operator operator) {
        this.operator = operator;
    }

    /** Whether every controller watches it. */
    public boolean include(String namespace) {
        return operator.getRegisteredControllers().stream()
                .map(controller -> controller.getConfiguration())
                .allMatch(
                        c ->
                                c.getInformerConfig().watchAllNamespaces()
                                        || c.getEffectiveNamespaces().contains(namespace));
    }
}
