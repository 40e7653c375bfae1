package dev.skerry.local.node.volume;

import dev.skerry.local.node.environment.ConfigProblem;
import dev.skerry.local.node.environment.DownwardFields;
import dev.skerry.local.node.environment.ObjectSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the sources of a volume into files. One per pod, because it keeps the pod's tokens. */
final class Projection {
    private final ObjectSource objects;
    private final TokenSource tokens;
    private final DownwardFields fields;
    private final Clock clock;
    private final Map<String, TokenFile> held = new HashMap<>();

    Projection(ObjectSource objects, TokenSource tokens, DownwardFields fields, Clock clock) {
        this.objects = objects;
        this.tokens = tokens;
        this.fields = fields;
        this.clock = clock;
    }

    Map<String, FileContent> configMap(
            Pod pod, String name, List<KeyToPath> items, boolean optional, int mode)
            throws MountProblem {
        var map = objects.configMap(pod.getMetadata().getNamespace(), name);
        if (map.isEmpty() && !optional)
            throw new MountProblem("configmap \"" + name + "\" not found");
        return select(
                map.map(Projection::bytes).orElse(Map.of()),
                items,
                optional,
                mode,
                "configmap " + name);
    }

    Map<String, FileContent> secret(
            Pod pod, String name, List<KeyToPath> items, boolean optional, int mode)
            throws MountProblem {
        var secret = objects.secret(pod.getMetadata().getNamespace(), name);
        if (secret.isEmpty() && !optional)
            throw new MountProblem("secret \"" + name + "\" not found");
        return select(
                secret.map(Projection::bytes).orElse(Map.of()),
                items,
                optional,
                mode,
                "secret " + name);
    }

    Map<String, FileContent> downward(Pod pod, List<DownwardAPIVolumeFile> items, int mode)
            throws MountProblem {
        var files = new TreeMap<String, FileContent>();
        for (var item : items) {
            try {
                var text =
                        item.getFieldRef() != null
                                ? fields.field(pod, item.getFieldRef().getFieldPath())
                                : fields.resource(
                                        pod,
                                        pod.getSpec().getContainers().getFirst(),
                                        item.getResourceFieldRef());
                files.put(
                        item.getPath(),
                        new FileContent(
                                text.getBytes(StandardCharsets.UTF_8),
                                Objects.requireNonNullElse(item.getMode(), mode)));
            } catch (ConfigProblem e) {
                throw new MountProblem(e.getMessage());
            }
        }
        return files;
    }

    Map<String, FileContent> projected(
            Pod pod, String volume, List<VolumeProjection> sources, int mode) throws MountProblem {
        var files = new TreeMap<String, FileContent>();
        for (var source : sources) files.putAll(one(pod, volume, source, mode));
        return files;
    }

    private Map<String, FileContent> one(Pod pod, String volume, VolumeProjection source, int mode)
            throws MountProblem {
        if (source.getConfigMap() != null) {
            var map = source.getConfigMap();
            return configMap(pod, map.getName(), map.getItems(), isTrue(map.getOptional()), mode);
        }
        if (source.getSecret() != null) {
            var secret = source.getSecret();
            return secret(
                    pod, secret.getName(), secret.getItems(), isTrue(secret.getOptional()), mode);
        }
        if (source.getDownwardAPI() != null) {
            return downward(pod, source.getDownwardAPI().getItems(), mode);
        }
        if (source.getServiceAccountToken() != null) {
            var token = source.getServiceAccountToken();
            var value =
                    held.computeIfAbsent(volume + '/' + token.getPath(), k -> new TokenFile())
                            .value(pod, token, tokens, clock.instant());
            return Map.of(
                    token.getPath(), new FileContent(value.getBytes(StandardCharsets.UTF_8), mode));
        }
        throw new MountProblem(
                "projected source is none this node knows; use configMap, secret, downwardAPI or"
                        + " serviceAccountToken");
    }

    private static Map<String, FileContent> select(
            Map<String, byte[]> data,
            List<KeyToPath> items,
            boolean optional,
            int mode,
            String what)
            throws MountProblem {
        var files = new TreeMap<String, FileContent>();
        if (items.isEmpty()) {
            data.forEach((key, bytes) -> files.put(key, new FileContent(bytes, mode)));
            return files;
        }
        for (var item : items) {
            var bytes = Optional.ofNullable(data.get(item.getKey()));
            if (bytes.isEmpty() && !optional) {
                throw new MountProblem(what + " has no key \"" + item.getKey() + "\"");
            }
            bytes.ifPresent(
                    b ->
                            files.put(
                                    item.getPath(),
                                    new FileContent(
                                            b, Objects.requireNonNullElse(item.getMode(), mode))));
        }
        return files;
    }

    private static Map<String, byte[]> bytes(ConfigMap map) {
        var bytes = new HashMap<String, byte[]>();
        if (map.getData() != null) {
            map.getData().forEach((k, v) -> bytes.put(k, v.getBytes(StandardCharsets.UTF_8)));
        }
        if (map.getBinaryData() != null) {
            map.getBinaryData().forEach((k, v) -> bytes.put(k, Base64.getDecoder().decode(v)));
        }
        return bytes;
    }

    private static Map<String, byte[]> bytes(Secret secret) {
        var bytes = new HashMap<String, byte[]>();
        if (secret.getData() != null) {
            secret.getData().forEach((k, v) -> bytes.put(k, Base64.getDecoder().decode(v)));
        }
        return bytes;
    }

    private static boolean isTrue(Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }
}
