package dev.skerry.local.node.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells events, in order and in the background. The same event of the same object is counted up.
 * Events are best effort: more than the queue holds, or those an API server refuses, are lost.
 */
public final class Events implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final String COMPONENT = "process-node";
    private static final int QUEUE = 512;
    private static final int REMEMBERED = 1024;
    private static final int LONGEST_NOTE = 1000;

    private record Told(
            ObjectReference about, String type, String reason, String note, Instant at) {
        String key() {
            return about.getUid() + '\0' + about.getFieldPath() + '\0' + reason + '\0' + note;
        }
    }

    private record Series(String name, String namespace, int count) {}

    private final KubernetesClient client;
    private final String node;
    private final Clock clock;
    private final BlockingQueue<Told> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Map<String, Series> series =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private final Thread teller;

    public Events(KubernetesClient client, String node, Clock clock) {
        this.client = client;
        this.node = node;
        this.clock = clock;
        teller = Thread.ofVirtual().name("events").start(this::tell);
    }

    public void normal(Pod pod, String container, String reason, String note) {
        offer(pod, container, "Normal", reason, note);
    }

    public void warning(Pod pod, String container, String reason, String note) {
        offer(pod, container, "Warning", reason, note);
    }

    private void offer(Pod pod, String container, String type, String reason, String note) {
        var metadata = pod.getMetadata();
        var about =
                new ObjectReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .withResourceVersion(metadata.getResourceVersion())
                        .withFieldPath(
                                container.isEmpty() ? null : "spec.containers{" + container + "}")
                        .build();
        var cut = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
        if (!queue.offer(new Told(about, type, reason, cut, clock.instant()))) {
            LOG.warn("event.dropped reason={} pod={}", reason, metadata.getName());
        }
    }

    private void tell() {
        try {
            while (true) send(queue.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Told told) {
        try {
            var known = series.get(told.key());
            if (known == null) {
                var event = client.resource(event(told)).create();
                var metadata = event.getMetadata();
                series.put(told.key(), new Series(metadata.getName(), metadata.getNamespace(), 1));
            } else {
                var next = new Series(known.name(), known.namespace(), known.count() + 1);
                series.put(told.key(), next);
                count(next, told.at());
            }
        } catch (KubernetesClientException e) {
            series.remove(told.key());
            LOG.warn(
                    "event.lost reason={} pod={} error=\"{}\"",
                    told.reason(),
                    told.about().getName(),
                    ApiTrouble.words(e));
        }
    }

    /** A node may patch events but not read them. */
    private void count(Series next, Instant at) {
        var patch = "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(next.count(), seconds(at));
        PatchCall.send(
                client,
                "/api/v1/namespaces/" + next.namespace() + "/events/" + next.name(),
                PatchCall.MERGE,
                patch);
    }

    private Event event(Told told) {
        var name = told.about().getName() + "." + Long.toHexString(told.at().toEpochMilli());
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(name + ".")
                .withNamespace(told.about().getNamespace())
                .endMetadata()
                .withFirstTimestamp(seconds(told.at()))
                .withLastTimestamp(seconds(told.at()))
                .withCount(1)
                .withType(told.type())
                .withReason(told.reason())
                .withMessage(told.note())
                .withInvolvedObject(told.about())
                .withReportingComponent(COMPONENT)
                .withReportingInstance(node)
                .withNewSource(COMPONENT, node)
                .build();
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Tells what is queued, for a short while. */
    @Override
    public void close() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (!queue.isEmpty() && System.nanoTime() < until) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        teller.interrupt();
    }
}
