package dev.skerry.local.node;

import dev.skerry.local.node.kube.ApiTrouble;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every ten seconds that this node lives: its lease, and its Node object where that is not
 * right.
 */
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final String NAMESPACE = "kube-node-lease";
    private static final int SECONDS_OF_LEASE = 40;
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final Registration registration;
    private final String name;
    private final Clock clock;
    private final CountDownLatch registered = new CountDownLatch(1);
    private final Thread thread;

    Heartbeat(KubernetesClient client, Registration registration, String name, Clock clock) {
        this.client = client;
        this.registration = registration;
        this.name = name;
        this.clock = clock;
        thread = Thread.ofPlatform().name("heartbeat").daemon(true).start(this::run);
    }

    /** Waits for the first success, however long the API server is away. */
    void awaitRegistered() throws InterruptedException {
        registered.await();
    }

    private void run() {
        boolean well = true;
        try {
            while (true) {
                try {
                    registration.renew();
                    renewLease();
                    if (!well) LOG.info("node.heartbeat.again name={}", name);
                    well = true;
                    registered.countDown();
                } catch (RuntimeException e) {
                    if (well) LOG.warn("node.heartbeat.failed error=\"{}\"", ApiTrouble.words(e));
                    well = false;
                }
                TimeUnit.MILLISECONDS.sleep((well ? EVERY : AFTER_TROUBLE).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewLease() {
        var now = ZonedDateTime.now(clock.withZone(ZoneOffset.UTC)).truncatedTo(ChronoUnit.MICROS);
        var leases = client.leases().inNamespace(NAMESPACE);
        var lease = leases.withName(name).get();
        if (lease == null) {
            leases.resource(newLease(now)).create();
        } else {
            leases.resource(
                            new LeaseBuilder(lease)
                                    .editOrNewSpec()
                                    .withHolderIdentity(name)
                                    .withLeaseDurationSeconds(SECONDS_OF_LEASE)
                                    .withRenewTime(now)
                                    .endSpec()
                                    .build())
                    .update();
        }
    }

    private Lease newLease(ZonedDateTime now) {
        var node = client.nodes().withName(name).require();
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withOwnerReferences(
                        new OwnerReferenceBuilder()
                                .withApiVersion("v1")
                                .withKind("Node")
                                .withName(name)
                                .withUid(node.getMetadata().getUid())
                                .build())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(name)
                .withLeaseDurationSeconds(SECONDS_OF_LEASE)
                .withRenewTime(now)
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
