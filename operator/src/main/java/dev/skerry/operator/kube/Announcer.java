package dev.skerry.operator.kube;

import dev.skerry.api.ForeignText;
import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.zip.CRC32C;

/**
 * Kubernetes events, on transitions only. The name is a hash of what is told, so telling it twice
 * makes one event.
 */
@ApplicationScoped
public class Announcer {
    private static final EventLog LOG = EventLog.of(Announcer.class);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private final KubernetesClient client;

    Announcer(KubernetesClient client) {
        this.client = client;
    }

    public void announce(HasMetadata resource, boolean warning, String reason, String message) {
        var metadata = resource.getMetadata();
        LOG.write(
                LogEvent.EVENT,
                resource.getKind(),
                metadata.getNamespace(),
                metadata.getName(),
                reason,
                message);
        var hash = new CRC32C();
        hash.update((metadata.getUid() + reason + message).getBytes(StandardCharsets.UTF_8));
        var event =
                new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(metadata.getNamespace())
                        .withName("%s.%08x".formatted(metadata.getName(), hash.getValue()))
                        .endMetadata()
                        .withEventTime(
                                new MicroTime(MICROS.format(ZonedDateTime.now(ZoneOffset.UTC))))
                        .withType(warning ? "Warning" : "Normal")
                        .withReason(reason)
                        .withAction("Reconcile")
                        .withNote(ForeignText.limited(message, 1000))
                        .withReportingController("skerry.dev/operator")
                        .withReportingInstance("skerry-operator")
                        .withNewRegarding()
                        .withApiVersion(resource.getApiVersion())
                        .withKind(resource.getKind())
                        .withName(metadata.getName())
                        .withNamespace(metadata.getNamespace())
                        .withUid(metadata.getUid())
                        .endRegarding()
                        .build();
        try {
            client.events()
                    .v1()
                    .events()
                    .inNamespace(metadata.getNamespace())
                    .resource(event)
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.write(
                        LogEvent.EVENT_LOST,
                        metadata.getNamespace(),
                        metadata.getName(),
                        e.getCode(),
                        e.getMessage());
            }
        }
    }
}
