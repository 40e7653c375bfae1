package dev.skerry.operator.kube;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which objects of our API group live, as the API server says now, past every cache; of every kind
 * that it serves, those too that this version does not know.
 */
@ApplicationScoped
public class LiveObjects {
    private static final String GROUP = "skerry.dev";
    private static final long PAGE = 200;

    private final KubernetesClient client;

    LiveObjects(KubernetesClient client) {
        this.client = client;
    }

    /** The kinds that there are; good for one round of questions. */
    public Look look() {
        var group = client.getApiGroup(GROUP);
        if (group == null) throw new KubernetesClientException(GROUP + " is not served");
        return new Look(kinds(group));
    }

    /** The kinds that are asked for. */
    public final class Look {
        private final List<ResourceDefinitionContext> kinds;

        private Look(List<ResourceDefinitionContext> kinds) {
            this.kinds = kinds;
        }

        /**
         * Those of the uids that an object of the namespace has now.
         *
         * @throws KubernetesClientException where the API server does not say of every kind
         */
        public Set<String> among(Set<String> uids, String namespace) {
            var living = new HashSet<String>();
            for (var kind : kinds) list(kind, namespace, uids, living);
            return living;
        }
    }

    private List<ResourceDefinitionContext> kinds(APIGroup group) {
        return group.getVersions().stream()
                .flatMap(
                        version ->
                                resources(version.getGroupVersion()).stream()
                                        .filter(APIResource::getNamespaced)
                                        .filter(resource -> !resource.getName().contains("/"))
                                        .map(resource -> kind(version.getVersion(), resource)))
                .toList();
    }

    private List<APIResource> resources(String groupVersion) {
        var found = client.getApiResources(groupVersion);
        if (found == null) throw new KubernetesClientException(groupVersion + " is not served");
        return found.getResources();
    }

    private static ResourceDefinitionContext kind(String version, APIResource resource) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(version)
                .withKind(resource.getKind())
                .withPlural(resource.getName())
                .withNamespaced(true)
                .build();
    }

    private void list(
            ResourceDefinitionContext kind,
            String namespace,
            Set<String> uids,
            Set<String> living) {
        String more = null;
        do {
            var page =
                    client.genericKubernetesResources(kind)
                            .inNamespace(namespace)
                            .list(
                                    new ListOptionsBuilder()
                                            .withLimit(PAGE)
                                            .withContinue(more)
                                            .build());
            page.getItems().stream()
                    .map(object -> object.getMetadata().getUid())
                    .filter(uids::contains)
                    .forEach(living::add);
            more = page.getMetadata().getContinue();
        } while (more != null && !more.isEmpty());
    }
}
