package dev.skerry.cli.job;

import dev.skerry.api.IngestionJob;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** The IngestionJobs of a namespace, by name. */
final class Jobs {
    static final ResourceDefinitionContext KIND =
            CustomResourceDefinitionContext.fromCustomResourceType(IngestionJob.class);

    private final Connection connection;

    Jobs(Connection connection) {
        this.connection = connection;
    }

    /**
     * {@code flask} of {@code flask}, {@code ij/flask} and {@code ingestionjob.skerry.dev/flask}.
     */
    static String name(String given) {
        return given.replaceFirst("^(ij|ingestionjobs?)(\\.[a-z0-9.]+)?/", "");
    }

    Resource<GenericKubernetesResource> resource(String name) {
        return connection
                .client()
                .genericKubernetesResources(KIND)
                .inNamespace(connection.namespace())
                .withName(name);
    }

    /** Empty where there is none. */
    Optional<ReadJob> find(String name) {
        return Optional.ofNullable(resource(name).get()).map(ReadJob::of);
    }

    /**
     * @throws IOException where there is none, with what there is
     */
    ReadJob get(String name) throws IOException {
        Optional<ReadJob> job = find(name);
        if (job.isEmpty()) throw new IOException(absent(name));
        return job.get();
    }

    private String absent(String name) throws IOException {
        List<String> others = names();
        String sentence =
                "there is no IngestionJob %s in namespace %s"
                        .formatted(name, connection.namespace());
        List<String> elsewhere = elsewhere(name);
        if (!elsewhere.isEmpty()) {
            return sentence + "; there is one in " + String.join(", ", elsewhere) + ": give -n";
        }
        if (others.isEmpty()) return sentence + "; there is none at all there";
        return sentence + "; there is " + String.join(", ", CloseNames.to(name, others));
    }

    private List<String> names() throws IOException {
        try {
            return connection
                    .client()
                    .genericKubernetesResources(KIND)
                    .inNamespace(connection.namespace())
                    .list()
                    .getItems()
                    .stream()
                    .map(job -> job.getMetadata().getName())
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) throw e;
            throw new IOException(
                    "the cluster at %s knows no IngestionJobs; is Skerry installed there, or do you mean another one (--kubeconfig, --context)?"
                            .formatted(connection.client().getMasterUrl()),
                    e);
        }
    }

    /** Namespaces with a job of that name; none where the user may not look. */
    private List<String> elsewhere(String name) {
        try {
            return connection
                    .client()
                    .genericKubernetesResources(KIND)
                    .inAnyNamespace()
                    .withField("metadata.name", name)
                    .list()
                    .getItems()
                    .stream()
                    .map(job -> job.getMetadata().getNamespace())
                    .sorted()
                    .toList();
        } catch (KubernetesClientException e) {
            return List.of();
        }
    }
}
