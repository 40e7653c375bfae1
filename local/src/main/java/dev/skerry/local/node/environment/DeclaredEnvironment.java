package dev.skerry.local.node.environment;

import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The environment that a pod declares for a container: {@code envFrom} in order, then {@code env}
 * in order, each value expanded with what came before it.
 */
public final class DeclaredEnvironment {
    private final ObjectSource objects;
    private final DownwardFields fields;

    public DeclaredEnvironment(ObjectSource objects, DownwardFields fields) {
        this.objects = objects;
        this.fields = fields;
    }

    /**
     * @param services variables of the cluster's services, known to expansion, weaker than the
     *     pod's
     * @return services and the pod's own, as expansion of arguments must see them
     */
    public Map<String, String> resolve(Pod pod, Container container, Map<String, String> services)
            throws ConfigProblem {
        var known = new LinkedHashMap<>(services);
        for (var from : container.getEnvFrom()) known.putAll(all(pod, from));
        for (var variable : container.getEnv()) {
            value(pod, container, variable, known).ifPresent(v -> known.put(variable.getName(), v));
        }
        return known;
    }

    private Map<String, String> all(Pod pod, EnvFromSource from) throws ConfigProblem {
        var values = new LinkedHashMap<String, String>();
        var prefix = Objects.requireNonNullElse(from.getPrefix(), "");
        var namespace = pod.getMetadata().getNamespace();
        if (from.getConfigMapRef() != null) {
            var ref = from.getConfigMapRef();
            var map = objects.configMap(namespace, ref.getName());
            if (map.isEmpty() && !isTrue(ref.getOptional())) {
                throw new ConfigProblem("configmap \"" + ref.getName() + "\" not found");
            }
            map.map(m -> m.getData()).ifPresent(values::putAll);
        }
        if (from.getSecretRef() != null) {
            var ref = from.getSecretRef();
            var secret = objects.secret(namespace, ref.getName());
            if (secret.isEmpty() && !isTrue(ref.getOptional())) {
                throw new ConfigProblem("secret \"" + ref.getName() + "\" not found");
            }
            secret.map(Secret::getData)
                    .ifPresent(data -> data.forEach((k, v) -> values.put(k, decoded(v))));
        }
        var named = new LinkedHashMap<String, String>();
        values.forEach(
                (key, value) -> {
                    var name = prefix + key;
                    if (isName(name)) named.put(name, value);
                });
        return named;
    }

    private Optional<String> value(
            Pod pod, Container container, EnvVar variable, Map<String, String> known)
            throws ConfigProblem {
        var from = variable.getValueFrom();
        if (from == null) {
            return Optional.of(
                    Expansion.expand(Objects.requireNonNullElse(variable.getValue(), ""), known));
        }
        if (from.getFieldRef() != null) {
            return Optional.of(fields.field(pod, from.getFieldRef().getFieldPath()));
        }
        if (from.getResourceFieldRef() != null) {
            return Optional.of(fields.resource(pod, container, from.getResourceFieldRef()));
        }
        var namespace = pod.getMetadata().getNamespace();
        if (from.getConfigMapKeyRef() != null)
            return fromConfigMap(namespace, from.getConfigMapKeyRef());
        if (from.getSecretKeyRef() != null) return fromSecret(namespace, from.getSecretKeyRef());
        throw new ConfigProblem(
                "env " + variable.getName() + ": this node does not know its valueFrom");
    }

    private Optional<String> fromConfigMap(String namespace, ConfigMapKeySelector key)
            throws ConfigProblem {
        var map = objects.configMap(namespace, key.getName());
        var value =
                map.map(m -> m.getData()).flatMap(d -> Optional.ofNullable(d.get(key.getKey())));
        if (value.isPresent() || isTrue(key.getOptional())) return value;
        throw missing("configmap", map.isPresent(), namespace, key.getName(), key.getKey());
    }

    private Optional<String> fromSecret(String namespace, SecretKeySelector key)
            throws ConfigProblem {
        var secret = objects.secret(namespace, key.getName());
        var value =
                secret.map(Secret::getData)
                        .flatMap(d -> Optional.ofNullable(d.get(key.getKey())))
                        .map(DeclaredEnvironment::decoded);
        if (value.isPresent() || isTrue(key.getOptional())) return value;
        throw missing("secret", secret.isPresent(), namespace, key.getName(), key.getKey());
    }

    private static ConfigProblem missing(
            String kind, boolean exists, String namespace, String name, String key) {
        return new ConfigProblem(
                exists
                        ? "couldn't find key " + key + " in " + kind + " " + namespace + "/" + name
                        : kind + " \"" + name + "\" not found");
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > 31 && c < 127 && c != '=');
    }

    private static boolean isTrue(Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
