package dev.skerry.operator.kube;

import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Records a status before anything is done because of it. Complete statuses only, by server-side
 * apply under the resource version that was decided upon: who decided on old facts writes nothing
 * and does nothing.
 */
@ApplicationScoped
public class StatusWriter {
    private static final EventLog LOG = EventLog.of(StatusWriter.class);

    private final MeterRegistry metrics;

    StatusWriter(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Whether the status stands, and so whether the actions may follow. */
    public enum Recorded {
        YES,
        /** Somebody wrote meanwhile; we are called again with the newer object. */
        CONFLICT,
        /** The API server did not take it; to be decided anew after a pause. */
        FAILED,
        /** The API server will never take it as it is. */
        MALFORMED
    }

    /**
     * A status that the API server calls malformed is written once more with the words of others
     * left out: what a repository, a server or a program says must not keep the truth from being
     * told.
     *
     * @param wordless the same without foreign words
     * @param bare makes a new object of the kind, without anything set
     */
    public <S, T, P extends CustomResource<S, T>> Recorded record(
            P observed, T status, T wordless, Supplier<P> bare, Context<P> context) {
        var recorded = write(observed, status, bare.get(), context);
        return recorded == Recorded.MALFORMED
                ? write(observed, wordless, bare.get(), context)
                : recorded;
    }

    private <S, T, P extends CustomResource<S, T>> Recorded write(
            P observed, T status, P bare, Context<P> context) {
        if (Objects.equals(observed.getStatus(), status)) return Recorded.YES;
        var metadata = bare.getMetadata();
        metadata.setName(observed.getMetadata().getName());
        metadata.setNamespace(observed.getMetadata().getNamespace());
        metadata.setUid(observed.getMetadata().getUid());
        metadata.setResourceVersion(observed.getMetadata().getResourceVersion());
        bare.setStatus(status);
        FaultPoint.BEFORE_STATUS.reach();
        try {
            var written =
                    context.getClient().resource(bare).subresource("status").patch(Patches.APPLY);
            context.eventSourceRetriever()
                    .getControllerEventSource()
                    .handleRecentResourceUpdate(
                            ResourceID.fromResource(observed), written, observed);
            metrics.counter("skerry.status.writes", "kind", observed.getKind(), "result", "written")
                    .increment();
            FaultPoint.AFTER_STATUS.reach();
            return Recorded.YES;
        } catch (KubernetesClientException e) {
            boolean conflict = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
            metrics.counter(
                            "skerry.status.writes",
                            "kind",
                            observed.getKind(),
                            "result",
                            conflict ? "conflict" : "failed")
                    .increment();
            if (!conflict && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                LOG.write(
                        LogEvent.STATUS_REJECTED,
                        observed.getKind(),
                        metadata.getNamespace(),
                        metadata.getName(),
                        e.getCode(),
                        e.getMessage());
                return Refusals.forGood(e) ? Recorded.MALFORMED : Recorded.FAILED;
            }
            LOG.write(
                    LogEvent.STATUS_CONFLICT,
                    observed.getKind(),
                    metadata.getNamespace(),
                    metadata.getName(),
                    metadata.getResourceVersion());
            return Recorded.CONFLICT;
        }
    }
}
