package dev.skerry.local.node.pod;

import dev.skerry.local.node.environment.ConfigProblem;
import dev.skerry.local.node.environment.DeclaredEnvironment;
import dev.skerry.local.node.environment.DownwardFields;
import dev.skerry.local.node.environment.Expansion;
import dev.skerry.local.node.environment.PathRewriting;
import dev.skerry.local.node.image.ImageMap;
import dev.skerry.local.node.log.ContainerLog;
import dev.skerry.local.node.process.Launch;
import dev.skerry.local.node.state.PodFolder;
import dev.skerry.local.node.volume.MountProblem;
import dev.skerry.local.node.volume.PodVolumes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a container of a pod into a process of this machine. */
final class ContainerStarter {
    private static final List<String> INHERITED = List.of("PATH", "LANG", "JAVA_HOME");

    private final NodeContext node;
    private final PodFolder folder;
    private final PodVolumes volumes;
    private final DownwardFields fields;

    ContainerStarter(
            NodeContext node, PodFolder folder, PodVolumes volumes, DownwardFields fields) {
        this.node = node;
        this.folder = folder;
        this.volumes = volumes;
        this.fields = fields;
    }

    /** There is nothing to run for an image. */
    static final class ImageProblem extends Exception {
        private static final long serialVersionUID = 1;

        ImageProblem(String message) {
            super(message);
        }
    }

    /**
     * @param restart counts the runs, for the name of the log
     * @throws IOException when the program cannot be executed: the run has failed, not its
     *     preparation
     */
    ContainerProcess start(Pod pod, Container container, int restart)
            throws ConfigProblem, MountProblem, ImageProblem, IOException {
        var launch = launch(pod, container);
        var terminationLog = folder.terminationLog(container.getName());
        Files.createDirectories(terminationLog.getParent());
        Files.write(terminationLog, new byte[0]);
        ContainerLog.delete(folder.log(container.getName(), restart - 2));
        var log =
                new ContainerLog(
                        folder.log(container.getName(), restart), node.logBytes(), node.clock());
        try {
            return new ContainerProcess(
                    container.getName(),
                    launch,
                    node.launcher().start(launch),
                    log,
                    memoryLimit(container),
                    node.clock());
        } catch (IOException e) {
            log.close();
            throw e;
        }
    }

    /** Runs a hook beside the container, in its environment, with its paths. */
    Launch hook(Pod pod, Container container, ContainerProcess process, List<String> command)
            throws MountProblem {
        var paths = new PathRewriting(volumes.targets(pod, container));
        return new Launch(
                command.stream().map(paths::rewrite).toList(),
                process.launch().environment(),
                process.launch().directory());
    }

    private Launch launch(Pod pod, Container container)
            throws ConfigProblem, MountProblem, ImageProblem, IOException {
        var paths = new PathRewriting(volumes.targets(pod, container));
        var declared =
                new DeclaredEnvironment(node.objects(), fields)
                        .resolve(pod, container, node.services());
        return new Launch(
                command(container, declared, paths),
                environment(pod, container, declared, paths),
                directory(container, paths));
    }

    private List<String> command(
            Container container, Map<String, String> declared, PathRewriting paths)
            throws ImageProblem {
        return node.images()
                .commandLine(
                        container.getImage(),
                        local(container.getCommand(), declared, paths),
                        local(container.getArgs(), declared, paths),
                        new ImageMap.Container(
                                folder.temporary(),
                                Math.min(memoryLimit(container), machineMemory())))
                .orElseThrow(
                        () ->
                                new ImageProblem(
                                        "image \""
                                                + container.getImage()
                                                + "\" stands for no program of this node and"
                                                + " container \""
                                                + container.getName()
                                                + "\" names no command; set command or add the"
                                                + " image to the node's image map"));
    }

    private static List<String> local(
            List<String> words, Map<String, String> declared, PathRewriting paths) {
        return words.stream().map(w -> paths.rewrite(Expansion.expand(w, declared))).toList();
    }

    private Map<String, String> environment(
            Pod pod, Container container, Map<String, String> declared, PathRewriting paths)
            throws IOException {
        var environment = new HashMap<String, String>();
        for (var name : INHERITED) {
            Optional.ofNullable(System.getenv(name)).ifPresent(v -> environment.put(name, v));
        }
        environment.put("HOME", Files.createDirectories(folder.home()).toString());
        environment.put("TMPDIR", Files.createDirectories(folder.temporary()).toString());
        environment.put("HOSTNAME", pod.getMetadata().getName());
        environment.put("SKERRY_BIND", node.hostIp());
        environment.put(
                "SKERRY_TERMINATION_LOG", folder.terminationLog(container.getName()).toString());
        node.images().find(container.getImage()).ifPresent(p -> environment.putAll(p.env()));
        declared.forEach((name, value) -> environment.put(name, paths.rewrite(value)));
        return environment;
    }

    /** A working directory outside all mounts would have come with the image: here it is empty. */
    private Path directory(Container container, PathRewriting paths) throws IOException {
        var wanted = container.getWorkingDir();
        if (wanted == null || wanted.isEmpty()) return Files.createDirectories(folder.home());
        var moved = paths.moved(wanted).map(Path::of);
        var own = folder.container(container.getName()).resolve("root");
        var below = own.resolve(wanted.replaceFirst("^/+", "")).normalize();
        if (moved.isEmpty() && !below.startsWith(own)) {
            throw new IOException("workingDir \"" + wanted + "\" leaves the container");
        }
        return Files.createDirectories(moved.orElse(below)).toRealPath();
    }

    private static long machineMemory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean machine
                ? machine.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    private static long memoryLimit(Container container) {
        var resources = container.getResources();
        if (resources == null || resources.getLimits() == null) return Long.MAX_VALUE;
        var limit = resources.getLimits().get("memory");
        return limit == null ? Long.MAX_VALUE : Quantity.getAmountInBytes(limit).longValue();
    }
}
