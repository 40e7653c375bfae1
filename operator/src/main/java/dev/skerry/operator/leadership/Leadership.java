package dev.skerry.operator.leadership;

import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.kube.Leases;
import dev.skerry.operator.kube.ReportEndpoint;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One replica decides: the one that holds the lease. Its controllers start when it is elected and
 * run until the process ends; a process that loses the lease ends at once.
 */
@ApplicationScoped
public class Leadership implements Candidacy.Listener {
    /** The process ends with this where it lost the lease: nothing is wrong with it, start anew. */
    public static final int LOST = 75;

    /** The process ends with this where its controllers cannot start. */
    public static final int BROKEN = 70;

    private static final EventLog LOG = EventLog.of(Leadership.class);
    private static final Duration BETWEEN_LOOKS_AT_THE_ENDPOINT = Duration.ofSeconds(30);

    private final Operator operator;
    private final Event<Standing.Leading> leads;
    private final ReportEndpoint endpoint;
    private final OperatorConfig config;
    private final Candidacy candidacy;
    private static final Standing STARTING = new Standing.Starting();
    private final AtomicReference<Standing> standing =
            new AtomicReference<>(new Standing.Unknown());
    private final AtomicBoolean halting = new AtomicBoolean();
    private volatile Instant endpointSeenAt = Instant.EPOCH;

    Leadership(
            Operator operator,
            Event<Standing.Leading> leads,
            Leases leases,
            ReportEndpoint endpoint,
            OperatorConfig config,
            MeterRegistry metrics) {
        this.operator = operator;
        this.leads = leads;
        this.endpoint = endpoint;
        this.config = config;
        var lease = config.leadership();
        this.candidacy =
                new Candidacy(
                        leases,
                        new Candidacy.Rules(
                                config.namespace(),
                                lease.leaseName(),
                                lease.identity().orElseGet(Identity::ofThisProcess),
                                lease.leaseDuration(),
                                lease.renewDeadline(),
                                lease.retryPeriod()),
                        this);
        metrics.gauge("skerry.leader", standing, s -> s.get() instanceof Standing.Leading ? 1 : 0);
    }

    public Standing standing() {
        return standing.get();
    }

    void begin(@Observes StartupEvent event) {
        if (config.leadership().enabled()) candidacy.start();
        else elected();
    }

    void end(@Observes ShutdownEvent event) throws InterruptedException {
        standing.set(new Standing.Ending());
        operator.stop();
        if (config.leadership().enabled()) candidacy.end();
    }

    @Override
    public void elected() {
        standing.set(STARTING);
        LOG.write(LogEvent.LEADERSHIP_WON, config.namespace());
        Thread.ofPlatform().name("controllers").start(this::lead);
    }

    /** Apart from the lease's own thread: filling the caches may take longer than a renewal. */
    private void lead() {
        if (!new ControllerStart(operator::start, Quarkus::asyncExit).succeeds()) return;
        var leading = new Standing.Leading();
        if (standing.compareAndSet(STARTING, leading)) {
            LOG.write(LogEvent.LEADERSHIP_LEADS);
            pointReportsHere();
            leads.fire(leading);
        }
    }

    @Override
    public void renewed() {
        if (standing.get() instanceof Standing.Leading) pointReportsHere();
    }

    /** Not more often than needed: the first time, after a failure, and now and then. */
    private synchronized void pointReportsHere() {
        var address = config.leadership().address();
        var now = Instant.now();
        if (address.isEmpty() || now.isBefore(endpointSeenAt.plus(BETWEEN_LOOKS_AT_THE_ENDPOINT)))
            return;
        try {
            if (endpoint.leadTo(config.namespace(), address.get(), config.report().port()))
                LOG.write(LogEvent.REPORTS_ENDPOINT, address.get());
            endpointSeenAt = now;
        } catch (KubernetesClientException e) {
            LOG.write(LogEvent.REPORTS_ENDPOINT_FAILED, e.getMessage());
        }
    }

    @Override
    public void waiting(String holder) {
        LOG.write(LogEvent.LEADERSHIP_STANDBY, holder);
        standing.set(new Standing.Standby(holder));
    }

    /**
     * Halts: an orderly end would take seconds in which two could decide. What was half done, the
     * next one finishes.
     */
    @Override
    public void lost(String why) {
        if (halting.getAndSet(true)) return;
        LOG.write(LogEvent.LEADERSHIP_LOST, why, LOST);
        Runtime.getRuntime().halt(LOST);
    }
}
