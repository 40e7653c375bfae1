package dev.skerry.local.node.pod;

import dev.skerry.local.node.environment.ConfigProblem;
import dev.skerry.local.node.environment.DownwardFields;
import dev.skerry.local.node.kube.ApiTrouble;
import dev.skerry.local.node.state.ContainerRecord.Kind;
import dev.skerry.local.node.state.PodFolder;
import dev.skerry.local.node.state.PodRecord;
import dev.skerry.local.node.state.PodStore;
import dev.skerry.local.node.state.RunState;
import dev.skerry.local.node.volume.MountProblem;
import dev.skerry.local.node.volume.PodVolumes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one pod forward, a step at a time and never waiting: collect what ended, decide, act. One
 * thread calls it; it rings the bell when it wants to be called before the time it named.
 */
final class PodLife {
    private static final Logger LOG = LoggerFactory.getLogger(PodLife.class);
    private static final int START_ERROR = 128;
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private record Retry(Duration delay, Instant at) {}

    private final NodeContext node;
    private final PodFolder folder;
    private final ContainerStarter starter;
    private final Containers containers;
    private final VolumeWork volumeWork;
    private final Map<String, Retry> retries = new HashMap<>();
    private Optional<Instant> deletedSince = Optional.empty();
    private boolean stopped;
    private volatile PodRecord record;

    PodLife(NodeContext node, Pod pod, PodRecord record, Runnable bell) {
        this.node = node;
        this.record = record;
        folder = node.store().folder(record.uid());
        var fields = new DownwardFields(record.ip(), node.hostIp(), node.allocatable());
        var volumes = new PodVolumes(folder, node.objects(), node.tokens(), fields, node.clock());
        starter = new ContainerStarter(node, folder, volumes, fields);
        containers = new Containers(node, folder, starter, bell);
        volumeWork = new VolumeWork(node, volumes, bell);
        node.store().save(record);
        ProbeNotice.log(pod);
    }

    PodRecord record() {
        return record;
    }

    boolean hasVolumes() {
        return volumeWork.isReady();
    }

    Containers containers() {
        return containers;
    }

    /**
     * @param nodeStopsBy set when the node stops
     * @return when to be called again at the latest
     */
    Instant step(Pod pod, Optional<Instant> nodeStopsBy) {
        var now = node.clock().instant();
        change(containers.collect(pod, record));
        if (record.isOver()) return now.plus(Duration.ofHours(1));
        if (pod.getMetadata().getDeletionTimestamp() != null && deletedSince.isEmpty()) {
            deletedSince = Optional.of(now);
        }
        var ending = Ending.of(pod, record, deletedSince, nodeStopsBy, now);
        if (ending.isPresent()) return end(pod, ending.get(), now);
        return advance(pod, now);
    }

    /** Nothing of it is wanted any more: the processes go at once. */
    void kill(Pod pod) {
        containers.stop(pod, name -> true, Instant.EPOCH);
    }

    private Instant end(Pod pod, Ending ending, Instant now) {
        if (!containers.isEmpty()) {
            containers.stop(pod, name -> true, ending.deadline());
            stopped = true;
            return ending.deadline().isAfter(now) ? ending.deadline() : now.plusSeconds(1);
        }
        var policy = PodPlan.RestartPolicy.of(pod.getSpec().getRestartPolicy());
        if (ending instanceof Ending.NodeStops && !stopped) finishIfOver(policy, now);
        else finish(ending.close(record, policy));
        return now.plus(Duration.ofHours(1));
    }

    /** A pod that was over by itself, or had not begun, is no victim of the node. */
    private void finishIfOver(PodPlan.RestartPolicy policy, Instant now) {
        for (var step : PodPlan.decide(record, policy, now)) {
            if (step instanceof PodPlan.Step.Finish f)
                finish(record.over(f.phase(), "", "", false));
        }
    }

    private Instant advance(Pod pod, Instant now) {
        var wake = volumeWork.poll(pod, now);
        var until = Ending.activeUntil(pod, record);
        if (until.isPresent() && until.get().isBefore(wake)) wake = until.get();
        if (!volumeWork.isReady()) return wake;
        var policy = PodPlan.RestartPolicy.of(pod.getSpec().getRestartPolicy());
        for (var step : PodPlan.decide(record, policy, now)) {
            var next = act(pod, step, now);
            if (next.isBefore(wake)) wake = next;
        }
        return wake;
    }

    private Instant act(Pod pod, PodPlan.Step step, Instant now) {
        return switch (step) {
            case PodPlan.Step.Start s -> start(pod, s.container(), now);
            case PodPlan.Step.BackOff b -> {
                backOff(pod, b);
                yield b.until();
            }
            case PodPlan.Step.StopSidecars s -> {
                var grace = pod.getSpec().getTerminationGracePeriodSeconds();
                containers.stop(
                        pod,
                        name -> record.container(name).kind() == Kind.SIDECAR,
                        now.plusSeconds(grace == null ? 30 : grace));
                yield now.plusSeconds(1);
            }
            case PodPlan.Step.Finish f -> {
                finish(record.over(f.phase(), "", "", false));
                yield now;
            }
        };
    }

    private void finish(PodRecord over) {
        change(over);
        if (!record.isOver()) return;
        PodStore.deleteTree(folder.volumes());
        PodStore.deleteTree(folder.home());
        PodStore.deleteTree(folder.temporary());
        LOG.info(
                "pod.over namespace={} pod={} phase={} reason=\"{}\"",
                record.namespace(),
                record.name(),
                record.phase(),
                record.reason());
    }

    private void backOff(Pod pod, PodPlan.Step.BackOff backOff) {
        var name = backOff.container();
        var message =
                "back-off %ds restarting failed container=%s pod=%s_%s(%s)"
                        .formatted(
                                backOff.delay().toSeconds(),
                                name,
                                record.name(),
                                record.namespace(),
                                record.uid());
        if (waits(name, "CrashLoopBackOff", message)) {
            node.events().warning(pod, name, "BackOff", message);
        }
    }

    private Instant start(Pod pod, String name, Instant now) {
        var retry = retries.get(name);
        if (retry != null && now.isBefore(retry.at())) return retry.at();
        var spec = Containers.spec(pod, name);
        var current = record.container(name);
        int restart = current.everStarted() ? current.restarts() + 1 : 0;
        try {
            var process = starter.start(pod, spec, restart);
            var run =
                    new RunState.Running(
                            process.startedAt(), process.pid(), process.processStart());
            change(record.update(name, c -> c.running(run)));
            containers.add(process);
            retries.remove(name);
            started(pod, spec.getImage(), process);
            return now;
        } catch (ConfigProblem e) {
            return refuse(pod, name, "CreateContainerConfigError", e.getMessage(), now);
        } catch (KubernetesClientException e) {
            return refuse(pod, name, "CreateContainerConfigError", ApiTrouble.words(e), now);
        } catch (MountProblem e) {
            return refuse(pod, name, "CreateContainerError", e.getMessage(), now);
        } catch (ContainerStarter.ImageProblem e) {
            return refuse(pod, name, "ErrImageNeverPull", e.getMessage(), now);
        } catch (IOException e) {
            var end = new RunState.Ended(now, now, START_ERROR, 0, "StartError", e.getMessage());
            if (current.everStarted()) {
                change(record.update(name, c -> c.running(new RunState.Running(now, 0, 0))));
            }
            change(record.update(name, c -> c.ended(end)));
            node.events().warning(pod, name, "Failed", "Error: " + e.getMessage());
            return now;
        }
    }

    private void started(Pod pod, String image, ContainerProcess process) {
        var name = process.name();
        node.events()
                .normal(
                        pod,
                        name,
                        "Pulled",
                        "Image \"" + image + "\" is a program of this machine");
        node.events().normal(pod, name, "Created", "Created container: " + name);
        node.events().normal(pod, name, "Started", "Started container " + name);
        LOG.info(
                "container.started namespace={} pod={} container={} pid={}",
                record.namespace(),
                record.name(),
                name,
                process.pid());
    }

    private Instant refuse(Pod pod, String name, String reason, String message, Instant now) {
        if (waits(name, reason, message)) {
            node.events().warning(pod, name, "Failed", "Error: " + message);
        }
        var before = retries.get(name);
        var delay = before == null ? FIRST_RETRY : before.delay().multipliedBy(2);
        var capped = delay.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : delay;
        retries.put(name, new Retry(capped, now.plus(capped)));
        return now.plus(capped);
    }

    /** Whether that is news. */
    private boolean waits(String name, String reason, String message) {
        if (record.container(name).state().equals(new RunState.Waiting(reason, message))) {
            return false;
        }
        change(record.update(name, c -> c.waiting(reason, message)));
        return true;
    }

    /** On disk first: what is told to the API server must survive this process. */
    private void change(PodRecord next) {
        if (next.equals(record)) return;
        node.store().save(next);
        record = next;
    }
}
