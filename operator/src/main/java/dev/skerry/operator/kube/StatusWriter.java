package dev.skerry.operator.kube;

import dev.skerry.artifacts.fault.FaultPoint;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Records a status before anything is done because of it. Complete statuses only, by server-side
 * apply under the resource version that was decided upon: who decided on old facts writes nothing
 * and does nothing.
 */
@ApplicationScoped
public class StatusWriter {
    private static final Logger LOG = Logger.getLogger(StatusWriter.class);

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
        FAILED
    }

    /**
     * @param bare a new object of the kind, without anything set
     */
    public <S, T, P extends CustomResource<S, T>> Recorded record(
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
            PrimaryUpdateAndCacheUtils.updateAndCacheResource(
                    observed,
                    context,
                    seen -> bare,
                    wanted ->
                            context.getClient()
                                    .resource(wanted)
                                    .subresource("status")
                                    .patch(Patches.APPLY),
                    0,
                    1,
                    1);
            metrics.counter("skerry.status.writes", "kind", observed.getKind(), "result", "written")
                    .increment();
            FaultPoint.AFTER_STATUS.reach();
            return Recorded.YES;
        } catch (KubernetesClientException | OperatorException thrown) {
            var e = refusal(thrown);
            boolean conflict = e.getCode() == HttpURLConnection.HTTP_CONFLICT;
            metrics.counter(
                            "skerry.status.writes",
                            "kind",
                            observed.getKind(),
                            "result",
                            conflict ? "conflict" : "failed")
                    .increment();
            if (!conflict && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                LOG.warnf(
                        "status.rejected kind=%s namespace=%s name=%s code=%d message=\"%s\"",
                        observed.getKind(),
                        metadata.getNamespace(),
                        metadata.getName(),
                        e.getCode(),
                        e.getMessage());
                return Recorded.FAILED;
            }
            return Recorded.CONFLICT;
        }
    }

    /** The framework wraps the API server's answer when its tries are used up. */
    private static KubernetesClientException refusal(RuntimeException thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof KubernetesClientException answer) return answer;
        }
        throw thrown;
    }
}
