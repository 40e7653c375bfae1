package dev.skerry.local.controlplane;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What kind of control plane to start.
 *
 * @param stateDir keeps etcd's data, certificates, ports and logs; a start on the same folder
 *     continues the cluster
 * @param components which processes; etcd and the API server always belong to them
 * @param apiServerArgs further arguments of the API server, such as {@code --v=2}; they win over
 *     ours
 * @param auditLog one JSON line for each request, metadata only, where asked for
 * @param durable false lets etcd skip fsync: faster, and a crash of the machine may lose the
 *     cluster. For tests
 * @param readyWithin the longest any one step of starting may take
 */
public record ControlPlaneConfig(
        Path stateDir,
        Set<Component> components,
        List<String> apiServerArgs,
        Optional<Path> auditLog,
        boolean durable,
        Duration readyWithin) {
    public ControlPlaneConfig {
        stateDir = stateDir.toAbsolutePath().normalize();
        var all = EnumSet.of(Component.ETCD, Component.KUBE_APISERVER);
        all.addAll(components);
        components = Collections.unmodifiableSet(all);
        apiServerArgs = List.copyOf(apiServerArgs);
        Objects.requireNonNull(auditLog, "auditLog");
        if (!readyWithin.isPositive()) {
            throw new IllegalArgumentException(
                    "readyWithin: %s is not positive".formatted(readyWithin));
        }
    }

    /** All four components, durable, no audit log, 60 s a step. */
    public static ControlPlaneConfig of(Path stateDir) {
        return new ControlPlaneConfig(
                stateDir,
                EnumSet.allOf(Component.class),
                List.of(),
                Optional.empty(),
                true,
                Duration.ofSeconds(60));
    }

    public ControlPlaneConfig withComponents(Component... chosen) {
        return new ControlPlaneConfig(
                stateDir, Set.of(chosen), apiServerArgs, auditLog, durable, readyWithin);
    }

    public ControlPlaneConfig withApiServerArgs(String... args) {
        return new ControlPlaneConfig(
                stateDir, components, List.of(args), auditLog, durable, readyWithin);
    }

    public ControlPlaneConfig withAuditLog(Path file) {
        return new ControlPlaneConfig(
                stateDir,
                components,
                apiServerArgs,
                Optional.of(file.toAbsolutePath()),
                durable,
                readyWithin);
    }

    /** For tests: see {@code durable}. */
    public ControlPlaneConfig withoutFsync() {
        return new ControlPlaneConfig(
                stateDir, components, apiServerArgs, auditLog, false, readyWithin);
    }

    public ControlPlaneConfig withReadyWithin(Duration limit) {
        return new ControlPlaneConfig(
                stateDir, components, apiServerArgs, auditLog, durable, limit);
    }
}
