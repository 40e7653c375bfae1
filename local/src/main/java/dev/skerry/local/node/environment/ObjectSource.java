package dev.skerry.local.node.environment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/** The two kinds of objects that a pod's configuration comes from. */
public interface ObjectSource {
    /** Empty when there is none; any other trouble is an unchecked exception. */
    Optional<ConfigMap> configMap(String namespace, String name);

    /** Empty when there is none; any other trouble is an unchecked exception. */
    Optional<Secret> secret(String namespace, String name);
}
