package dev.skerry.local.node.pod;

import dev.skerry.local.node.process.Launch;
import dev.skerry.local.node.process.Signals;
import dev.skerry.local.node.state.PodFolder;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.RunState;
import dev.skerry.local.node.volume.MountProblem;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running containers of one pod. */
final class Containers {
    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

    private final NodeContext node;
    private final PodFolder folder;
    private final ContainerStarter starter;
    private final Runnable bell;
    private final Map<String, ContainerProcess> running = new ConcurrentHashMap<>();
    private final Set<String> hooked = ConcurrentHashMap.newKeySet();

    Containers(NodeContext node, PodFolder folder, ContainerStarter starter, Runnable bell) {
        this.node = node;
        this.folder = folder;
        this.starter = starter;
        this.bell = bell;
    }

    static Container spec(Pod pod, String name) {
        return Stream.concat(
                        pod.getSpec().getInitContainers().stream(),
                        pod.getSpec().getContainers().stream())
                .filter(c -> c.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no container " + name));
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    Optional<ContainerProcess> process(String name) {
        return Optional.ofNullable(running.get(name));
    }

    void add(ContainerProcess process) {
        running.put(process.name(), process);
        node.memory().watch(process);
        process.whenEnded(bell);
    }

    /** Takes what has ended into the record. */
    PodRecord collect(Pod pod, PodRecord record) {
        var next = record;
        for (var process : List.copyOf(running.values())) {
            var end = process.end();
            if (end.isEmpty()) continue;
            var spec = spec(pod, process.name());
            int restart = record.container(process.name()).restarts();
            var ended = ended(process, end.get(), spec, restart);
            next = next.update(process.name(), c -> c.ended(ended));
            running.remove(process.name());
            hooked.remove(process.name());
            LOG.info(
                    "container.ended namespace={} pod={} container={} exit={} reason={} after={}",
                    record.namespace(),
                    record.name(),
                    process.name(),
                    ended.exitCode(),
                    ended.reason(),
                    Duration.between(ended.startedAt(), ended.finishedAt()));
        }
        return next;
    }

    private RunState.Ended ended(
            ContainerProcess process, ContainerProcess.End end, Container spec, int restart) {
        boolean failed = end.exitCode() != 0;
        var reason = end.outOfMemory() ? "OOMKilled" : failed ? "Error" : "Completed";
        return new RunState.Ended(
                process.startedAt(),
                end.at(),
                end.exitCode(),
                end.signal(),
                reason,
                TerminationMessage.read(folder, spec, restart, failed));
    }

    /** Asks those of a kind to end, hooks first; repeating it with an earlier deadline is fine. */
    void stop(Pod pod, Predicate<String> which, Instant deadline) {
        for (var process : running.values()) {
            if (!which.test(process.name())) continue;
            var spec = spec(pod, process.name());
            var lifecycle = spec.getLifecycle();
            if (lifecycle == null || lifecycle.getPreStop() == null) {
                tellStopping(pod, process);
                process.stop(deadline);
            } else if (hooked.add(process.name())) {
                tellStopping(pod, process);
                Thread.ofVirtual()
                        .name("pre-stop-" + process.name())
                        .start(() -> hookThenStop(pod, spec, process, deadline));
            } else if (process.isStopping() || !node.clock().instant().isBefore(deadline)) {
                process.stop(deadline);
            }
        }
    }

    private void tellStopping(Pod pod, ContainerProcess process) {
        if (process.isStopping()) return;
        node.events()
                .normal(pod, process.name(), "Killing", "Stopping container " + process.name());
    }

    private void hookThenStop(Pod pod, Container spec, ContainerProcess process, Instant deadline) {
        var hook = spec.getLifecycle().getPreStop();
        try {
            var left = Duration.between(node.clock().instant(), deadline);
            if (hook.getExec() != null) {
                run(starter.hook(pod, spec, process, hook.getExec().getCommand()), left);
            } else if (hook.getSleep() != null) {
                var asked = Duration.ofSeconds(hook.getSleep().getSeconds());
                TimeUnit.MILLISECONDS.sleep(
                        Math.max(0, (asked.compareTo(left) < 0 ? asked : left).toMillis()));
            } else {
                throw new IOException("this node runs exec and sleep hooks only");
            }
        } catch (IOException | MountProblem e) {
            node.events()
                    .warning(
                            pod,
                            spec.getName(),
                            "FailedPreStopHook",
                            "PreStopHook failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.stop(deadline);
        }
    }

    private void run(Launch launch, Duration limit) throws IOException, InterruptedException {
        var process = node.launcher().start(launch);
        try {
            drain(process.getInputStream());
            drain(process.getErrorStream());
            if (!process.waitFor(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not end within the grace period");
            }
            if (process.exitValue() != 0) {
                throw new IOException("it ended with exit code " + process.exitValue());
            }
        } finally {
            if (process.isAlive()) Signals.send(-process.pid(), Signals.KILL);
        }
    }

    private static void drain(InputStream in) {
        Thread.ofPlatform()
                .daemon(true)
                .start(
                        () -> {
                            try (in) {
                                in.transferTo(OutputStream.nullOutputStream());
                            } catch (IOException e) {
                                LOG.debug("hook.output.ended error=\"{}\"", e.getMessage());
                            }
                        });
    }
}
