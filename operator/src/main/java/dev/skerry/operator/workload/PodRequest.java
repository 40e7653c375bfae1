package dev.skerry.operator.workload;

import dev.skerry.api.Accelerator;
import dev.skerry.api.Resources;
import dev.skerry.api.Scheduling;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod that is wanted.
 *
 * @param files name of the ConfigMap with its {@code job.json} and {@code ca.crt}
 * @param accelerator null for none
 * @param scheduling null for the cluster's defaults
 * @param avoidNode that another is preferred to
 * @param environment of this pod alone
 */
public record PodRequest(
        String files,
        Resources resources,
        Accelerator accelerator,
        Scheduling scheduling,
        Optional<String> avoidNode,
        Map<String, String> environment) {

    /** Devices that the pod asks for; empty where it asks for none. */
    Optional<Accelerator> devices() {
        return Optional.ofNullable(accelerator).filter(a -> a.count() == null || a.count() > 0);
    }

    /** Kinds of device that it may have; empty for any. */
    List<String> products() {
        return devices().map(Accelerator::products).orElse(List.of());
    }

    static String resourceName(Accelerator accelerator) {
        return accelerator.resourceName() == null ? "nvidia.com/gpu" : accelerator.resourceName();
    }
}
