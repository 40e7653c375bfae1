package dev.skerry.local.node.volume;

import dev.skerry.local.node.environment.DownwardFields;
import dev.skerry.local.node.environment.ObjectSource;
import dev.skerry.local.node.state.PodFolder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The volumes of one pod, as folders of this machine. */
public final class PodVolumes {
    private static final int DEFAULT_MODE = 0644;

    private final PodFolder folder;
    private final Projection projection;
    private final Map<String, Map<String, FileContent>> written = new HashMap<>();

    public PodVolumes(
            PodFolder folder,
            ObjectSource objects,
            TokenSource tokens,
            DownwardFields fields,
            Clock clock) {
        this.folder = folder;
        this.projection = new Projection(objects, tokens, fields, clock);
    }

    /**
     * Makes or refreshes every volume; files change only where their content did. Calling it again
     * follows config maps and secrets and renews tokens.
     */
    public synchronized void refresh(Pod pod) throws MountProblem {
        for (var volume : pod.getSpec().getVolumes()) {
            try {
                var files = files(pod, volume);
                var target = folder.volume(volume.getName());
                if (files.isEmpty()) {
                    Files.createDirectories(target);
                } else if (!files.get().equals(written.get(volume.getName()))) {
                    new AtomicFolder(target).write(files.get());
                    written.put(volume.getName(), files.get());
                }
            } catch (MountProblem e) {
                throw new MountProblem(
                        "MountVolume.SetUp failed for volume \""
                                + volume.getName()
                                + "\": "
                                + e.getMessage());
            } catch (IOException e) {
                throw new MountProblem(
                        "volume \"" + volume.getName() + "\" cannot be written: " + e);
            }
        }
    }

    /** Empty for a plain folder. */
    private Optional<Map<String, FileContent>> files(Pod pod, Volume volume) throws MountProblem {
        if (volume.getEmptyDir() != null) return Optional.empty();
        if (volume.getConfigMap() != null) {
            var map = volume.getConfigMap();
            return Optional.of(
                    projection.configMap(
                            pod,
                            map.getName(),
                            map.getItems(),
                            Boolean.TRUE.equals(map.getOptional()),
                            mode(map.getDefaultMode())));
        }
        if (volume.getSecret() != null) {
            var secret = volume.getSecret();
            return Optional.of(
                    projection.secret(
                            pod,
                            secret.getSecretName(),
                            secret.getItems(),
                            Boolean.TRUE.equals(secret.getOptional()),
                            mode(secret.getDefaultMode())));
        }
        if (volume.getDownwardAPI() != null) {
            var api = volume.getDownwardAPI();
            return Optional.of(
                    projection.downward(pod, api.getItems(), mode(api.getDefaultMode())));
        }
        if (volume.getProjected() != null) {
            var projected = volume.getProjected();
            return Optional.of(
                    projection.projected(
                            pod,
                            volume.getName(),
                            projected.getSources(),
                            mode(projected.getDefaultMode())));
        }
        throw new MountProblem(
                "this kind of volume is not supported by the process node; use configMap, secret,"
                        + " projected, downwardAPI or emptyDir");
    }

    /**
     * Where each mount path of a container lies on this machine; the termination message file is
     * one.
     *
     * @throws MountProblem when a mount is of a kind that this node does not do
     */
    public Map<String, String> targets(Pod pod, Container container) throws MountProblem {
        var targets = new HashMap<String, String>();
        targets.put(
                Objects.requireNonNullElse(
                        container.getTerminationMessagePath(), "/dev/termination-log"),
                folder.terminationLog(container.getName()).toString());
        for (var mount : container.getVolumeMounts()) {
            targets.put(mount.getMountPath(), target(pod, mount).toString());
        }
        return targets;
    }

    private Path target(Pod pod, VolumeMount mount) throws MountProblem {
        var path = mount.getMountPath();
        if (!path.startsWith("/") || path.matches("/+")) {
            throw new MountProblem(
                    "mountPath \"" + path + "\" cannot be rewritten; use an absolute path below /");
        }
        if (mount.getSubPathExpr() != null && !mount.getSubPathExpr().isEmpty()) {
            throw new MountProblem(
                    "mount of \""
                            + mount.getName()
                            + "\": subPathExpr is not supported by the"
                            + " process node; use subPath");
        }
        var root = folder.volume(mount.getName());
        if (mount.getSubPath() == null || mount.getSubPath().isEmpty()) return root;
        var below = root.resolve(mount.getSubPath()).normalize();
        if (!below.startsWith(root)) {
            throw new MountProblem("subPath \"" + mount.getSubPath() + "\" leaves its volume");
        }
        boolean plain =
                pod.getSpec().getVolumes().stream()
                        .anyMatch(
                                v ->
                                        v.getName().equals(mount.getName())
                                                && v.getEmptyDir() != null);
        try {
            if (plain && !Files.exists(below)) Files.createDirectories(below);
        } catch (IOException e) {
            throw new MountProblem("subPath \"" + mount.getSubPath() + "\" cannot be made: " + e);
        }
        return below;
    }

    private static int mode(Integer mode) {
        return Objects.requireNonNullElse(mode, DEFAULT_MODE);
    }
}
