package dev.skerry.local.node;

import dev.skerry.local.node.pod.PodTable;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the table of every pod bound to this node; lists again after any trouble. */
final class PodWatch implements AutoCloseable, ResourceEventHandler<Pod> {
    private static final Logger LOG = LoggerFactory.getLogger(PodWatch.class);
    private static final Duration RESYNC = Duration.ofMinutes(2);

    private final PodTable table;
    private final SharedIndexInformer<Pod> informer;

    PodWatch(KubernetesClient client, String nodeName, PodTable table) {
        this.table = table;
        informer =
                client.pods()
                        .inAnyNamespace()
                        .withField("spec.nodeName", nodeName)
                        .runnableInformer(RESYNC.toMillis())
                        .addEventHandler(this)
                        .exceptionHandler(
                                (started, failure) -> {
                                    LOG.warn("pods.watch.failed error=\"{}\"", failure.toString());
                                    return true;
                                });
    }

    /** Returns when the first list has been told. */
    void start() throws InterruptedException {
        var started = informer.start().toCompletableFuture();
        while (true) {
            try {
                started.get(30, TimeUnit.SECONDS);
                break;
            } catch (TimeoutException e) {
                LOG.warn("pods.watch.waiting");
            } catch (ExecutionException e) {
                throw new IllegalStateException("pods cannot be watched", e.getCause());
            }
        }
        table.sweep(informer.getStore().list());
    }

    @Override
    public void onAdd(Pod pod) {
        table.seen(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        boolean resync =
                Objects.equals(
                        before.getMetadata().getResourceVersion(),
                        pod.getMetadata().getResourceVersion());
        if (resync) table.resync(pod);
        else table.seen(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        table.gone(pod);
    }

    @Override
    public void close() {
        informer.stop();
    }
}
