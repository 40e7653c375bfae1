package dev.skerry.local.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once per pod what of it this node leaves out. */
final class ProbeNotice {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeNotice.class);

    private ProbeNotice() {}

    static void log(Pod pod) {
        for (var container : pod.getSpec().getContainers()) {
            boolean probes =
                    container.getReadinessProbe() != null
                            || container.getLivenessProbe() != null
                            || container.getStartupProbe() != null;
            boolean postStart =
                    container.getLifecycle() != null
                            && container.getLifecycle().getPostStart() != null;
            if (!probes && !postStart) continue;
            LOG.info(
                    "container.ignored namespace={} pod={} container={} probes={} postStart={}",
                    pod.getMetadata().getNamespace(),
                    pod.getMetadata().getName(),
                    container.getName(),
                    probes,
                    postStart);
        }
    }
}
