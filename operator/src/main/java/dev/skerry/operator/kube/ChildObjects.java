package dev.skerry.operator.kube;

import dev.skerry.artifacts.fault.FaultPoint;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.util.Locale;
import java.util.Optional;

/** The Jobs and ConfigMaps of attempts: created once, never applied again, deleted explicitly. */
@ApplicationScoped
public class ChildObjects {
    private final KubernetesClient client;

    ChildObjects(KubernetesClient client) {
        this.client = client;
    }

    /** The controller reference that all children carry. */
    public static OwnerReference ownerOf(HasMetadata resource) {
        return new OwnerReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }

    /** Whether the controller owner of a child is the resource with this uid. */
    public static boolean owns(String uid, HasMetadata child) {
        var owners = child.getMetadata().getOwnerReferences();
        return owners != null
                && owners.stream()
                        .anyMatch(
                                o ->
                                        Boolean.TRUE.equals(o.getController())
                                                && uid.equals(o.getUid()));
    }

    /** The Job that a pod belongs to. */
    public static Optional<OwnerReference> ownerJob(HasMetadata pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(o -> Boolean.TRUE.equals(o.getController()) && "Job".equals(o.getKind()))
                .findFirst();
    }

    /**
     * Creates both; what is there already and ours is left as it is. Only a ConfigMap that says
     * something else, left of a try whose Job was never made, is made anew: a Job always starts
     * with what was decided together with it.
     *
     * @throws KubernetesClientException also where one of them exists and is not ours
     */
    public void create(ConfigMap configMap, Job job, String ownerUid) {
        createOnce(configMap, ownerUid)
                .filter(existing -> !configMap.getData().equals(existing.getData()))
                .filter(existing -> client.resource(job).get() == null)
                .ifPresent(existing -> replace(existing, configMap));
        FaultPoint.AFTER_CONFIG_MAP.reach();
        createOnce(job, ownerUid);
    }

    /** What was there already. */
    private <T extends HasMetadata> Optional<T> createOnce(T child, String ownerUid) {
        try {
            client.resource(child).create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
            var existing = client.resource(child).get();
            if (existing == null) throw e;
            if (!owns(ownerUid, existing))
                throw new KubernetesClientException(
                        strangers(child.getKind(), child.getMetadata()));
            return Optional.of(existing);
        }
    }

    private static String strangers(String kind, ObjectMeta child) {
        return "%s %s does not belong to this resource, an earlier one of its name may have left it; remove it: kubectl -n %s delete %s/%s"
                .formatted(
                        kind,
                        child.getName(),
                        child.getNamespace(),
                        kind.toLowerCase(Locale.ROOT),
                        child.getName());
    }

    private void replace(ConfigMap existing, ConfigMap wanted) {
        client.resource(existing)
                .lockResourceVersion(existing.getMetadata().getResourceVersion())
                .delete();
        client.resource(wanted).create();
    }

    /** The Job of this name as it is now, past every cache. */
    public Optional<Job> job(String namespace, String name) {
        return Optional.ofNullable(
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get());
    }

    /** The pod of this name as it is now, past every cache. */
    public Optional<Pod> pod(String namespace, String name) {
        return Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get());
    }

    /** Foreground deletion of exactly this Job; one of the same name made meanwhile stays. */
    public void delete(String namespace, String name, String uid) {
        try {
            var options =
                    new DeleteOptionsBuilder()
                            .withPropagationPolicy("Foreground")
                            .withNewPreconditions(null, uid)
                            .build();
            var path = "/apis/batch/v1/namespaces/%s/jobs/%s".formatted(namespace, name);
            client.raw(path, "DELETE", options);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
                    && e.getCode() != HttpURLConnection.HTTP_CONFLICT) throw e;
        }
    }

    /** Nothing happens to one of that name that is not ours. */
    public void deleteConfigMap(String namespace, String name) {
        var existing = client.configMaps().inNamespace(namespace).withName(name).get();
        if (existing == null) return;
        var labels = existing.getMetadata().getLabels();
        if (labels != null && Names.OURS.equals(labels.get(Names.MANAGED_BY)))
            client.resource(existing)
                    .lockResourceVersion(existing.getMetadata().getResourceVersion())
                    .delete();
    }
}
