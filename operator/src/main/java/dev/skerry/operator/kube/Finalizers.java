package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finalizers of primary resources, put on and taken off under the resource version that was seen.
 */
@ApplicationScoped
public class Finalizers {

    public <P extends HasMetadata> void add(Context<P> context, String finalizer) {
        PrimaryUpdateAndCacheUtils.addFinalizer(context, finalizer);
    }

    public <P extends HasMetadata> void remove(Context<P> context, String finalizer) {
        PrimaryUpdateAndCacheUtils.removeFinalizer(context, finalizer);
    }
}
