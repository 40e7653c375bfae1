package dev.skerry.local.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What must stand in the API server before the operator starts: our kinds, its namespace, roles and
 * bindings. Applied at every start of the cluster, so that an upgrade arrives.
 */
final class Definitions implements Part {
    private static final String MANAGER = "skerry-local";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Programs programs;
    private final Supplier<KubernetesClient> clients;
    private volatile List<HasMetadata> prepared = List.of();
    private volatile int applied;

    Definitions(Programs programs, Supplier<KubernetesClient> clients) {
        this.programs = programs;
        this.clients = clients;
    }

    @Override
    public String name() {
        return Assembly.DEFINITIONS;
    }

    @Override
    public String title() {
        return "definitions";
    }

    @Override
    public Set<String> needs() {
        return Set.of(Assembly.CONTROL_PLANE);
    }

    @Override
    public void start(Said said) throws IOException, InterruptedException {
        KubernetesClient client = clients.get();
        List<HasMetadata> objects = read();
        try {
            for (HasMetadata object : objects) {
                said.doing(object.getKind() + " " + object.getMetadata().getName());
                apply(client, object);
            }
            awaitEstablished(client, objects);
        } catch (KubernetesClientException e) {
            throw new IOException("cannot be applied: " + PlainWords.of(e), e);
        }
        applied = objects.size();
    }

    /** Reading is half of the work, and needs no server: it is done before there is one. */
    @Override
    public void prepare() throws IOException {
        prepared = read();
    }

    private List<HasMetadata> read() throws IOException {
        if (!prepared.isEmpty()) return prepared;
        List<HasMetadata> objects = new ArrayList<>();
        for (Path manifest : programs.manifests()) {
            Object read = Serialization.unmarshal(Files.readString(manifest));
            if (read instanceof KubernetesList list) objects.addAll(list.getItems());
            else if (read instanceof Collection<?> many)
                many.forEach(one -> objects.add((HasMetadata) one));
            else objects.add((HasMetadata) read);
        }
        objects.sort(Comparator.comparingInt(Definitions::order));
        return List.copyOf(objects);
    }

    private static void apply(KubernetesClient client, HasMetadata object) {
        if (object instanceof CustomResourceDefinition definition) {
            var kinds = client.apiextensions().v1().customResourceDefinitions();
            kinds.resource(definition).createOr(NonDeletingOperation::update);
            return;
        }
        var how =
                new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(MANAGER)
                        .withForce(true)
                        .build();
        client.resource(object).patch(how);
    }

    /** Namespaces and kinds before what lives in or refers to them. */
    private static int order(HasMetadata object) {
        return switch (object.getKind()) {
            case "CustomResourceDefinition" -> 0;
            case "Namespace" -> 1;
            case "ServiceAccount" -> 2;
            case "ClusterRole", "Role" -> 3;
            default -> 4;
        };
    }

    private static void awaitEstablished(KubernetesClient client, List<HasMetadata> objects)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        for (HasMetadata object : objects) {
            if (!(object instanceof CustomResourceDefinition)) continue;
            String name = object.getMetadata().getName();
            var resource = client.apiextensions().v1().customResourceDefinitions().withName(name);
            while (!isEstablished(resource.get())) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(name + " was not established within " + LIMIT);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(
                                c ->
                                        "Established".equals(c.getType())
                                                && "True".equals(c.getStatus()));
    }

    @Override
    public String problem() {
        return "";
    }

    @Override
    public Optional<String> ended() {
        return Optional.empty();
    }

    @Override
    public String detail() {
        return applied + " objects: kinds, namespace, roles";
    }

    @Override
    public String endpoint() {
        return "";
    }

    @Override
    public Path log() {
        return null;
    }

    @Override
    public List<ClusterState.ProcessId> processes() {
        return List.of();
    }

    @Override
    public void stop(Duration bound) {}
}
