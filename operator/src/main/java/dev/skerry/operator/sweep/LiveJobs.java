package dev.skerry.operator.sweep;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;

/** Who knows which jobs there are, of whatever kind. */
@FunctionalInterface
public interface LiveJobs {

    /**
     * Those of the uids that a job of the namespace has now.
     *
     * @throws KubernetesClientException where nobody knows: then all may live
     */
    Set<String> among(Set<String> uids, String namespace);
}
