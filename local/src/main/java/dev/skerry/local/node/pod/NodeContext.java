package dev.skerry.local.node.pod;

import dev.skerry.local.node.environment.ObjectSource;
import dev.skerry.local.node.image.ImageMap;
import dev.skerry.local.node.kube.Events;
import dev.skerry.local.node.kube.PodWriter;
import dev.skerry.local.node.process.Launcher;
import dev.skerry.local.node.state.PodStore;
import dev.skerry.local.node.volume.TokenSource;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Clock;
import java.util.Map;

/**
 * What all pods of a node share.
 *
 * @param hostIp the node's only address
 * @param services environment of the cluster's services, {@code KUBERNETES_SERVICE_HOST} above all
 * @param allocatable what stands for a limit that a container does not set
 * @param logBytes size of one log file
 */
public record NodeContext(
        String nodeName,
        String hostIp,
        Map<String, String> services,
        Map<String, Quantity> allocatable,
        long logBytes,
        PodStore store,
        PodIps ips,
        ImageMap images,
        ObjectSource objects,
        TokenSource tokens,
        Launcher launcher,
        MemoryWatch memory,
        Events events,
        PodWriter writer,
        Clock clock) {}
