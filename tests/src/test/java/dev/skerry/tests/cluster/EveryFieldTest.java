package dev.skerry.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJob;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job that says something of its own in every field of its spec, and succeeds. */
class EveryFieldTest {
    /** Fields that have one value only, so that there is no other to set. */
    private static final Map<String, String> NO_OTHER_VALUE =
            Map.of("embedding.method", "node2vec is the only method");

    private static final String DEVICE = "example.org/device";
    private static final Map<String, String> LABELS =
            Map.of("example.org/disk", "fast", "nvidia.com/gpu.product", "T1");
    private static final String TAINT = "example.org/kept";
    private static final String CLASS = "every-field";
    private static final String REVISION = "release/1.0";

    private final Skerry skerry = Skerry.running();
    @TempDir Path keys;
    private String namespace;
    private Repository repository;
    private GitServer git;

    @BeforeEach
    void serveARepository() throws Exception {
        namespace = skerry.namespace("every");
        repository = Repository.empty();
        repository.write("packages/app/a.py", "from app import b\n");
        repository.write("packages/app/b.py", "import a\n");
        repository.write("packages/app/large.py", "#" + " ".repeat(2 << 20));
        repository.write("packages/web/a.ts", "import './b';\n");
        repository.write("packages/web/b.ts", "");
        repository.write("packages/web/a.spec.ts", "import './a';\n");
        repository.write("packages/web/a.js", "");
        repository.write("elsewhere.py", "");
        repository.commit("first");
        repository.git("tag", REVISION);
        repository.git("rm", "--quiet", "-r", "packages");
        repository.commit("second");
        git = new GitServer(keys, repository);
    }

    @AfterEach
    void close() {
        git.close();
    }

    /** What the fields name: of the namespace and of the cluster. */
    private void makeWhatTheFieldsName() throws Exception {
        List.of(
                        secret(
                                "git-login",
                                Map.of(
                                        "username",
                                        GitServer.USER,
                                        "password",
                                        GitServer.PASSWORD,
                                        "hosts",
                                        URI.create(git.url()).getHost(),
                                        "ca.crt",
                                        git.authority())),
                        secret("pull", Map.of("token", "x")),
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withName("robot")
                                .endMetadata()
                                .build())
                .forEach(
                        object ->
                                skerry.kubernetes()
                                        .resource(object)
                                        .inNamespace(namespace)
                                        .create());
        List.of(
                        new PriorityClassBuilder()
                                .withNewMetadata()
                                .withName(CLASS)
                                .endMetadata()
                                .withValue(1000)
                                .build(),
                        new RuntimeClassBuilder()
                                .withNewMetadata()
                                .withName(CLASS)
                                .endMetadata()
                                .withHandler("process")
                                .build())
                .forEach(object -> skerry.kubernetes().resource(object).create());
    }

    @Test
    void aJobThatSetsEveryFieldSucceeds() throws Exception {
        var spec = generated();
        assertThat(leftAtDefault(spec)).isEqualTo(NO_OTHER_VALUE.keySet());

        assertThat(spec).containsEntry("suspend", true);
        makeWhatTheFieldsName();
        IngestionJobStatus status;
        try (var _ = new PreparedNode(skerry.kubernetes(), LABELS, DEVICE, TAINT)) {
            apply(spec);
            skerry.until(namespace, "app", s -> "Suspended".equals(s.phase()));
            spec.put("suspend", false);
            apply(spec);
            admit();
            status = skerry.untilEnded(namespace, "app");
        }
        assertThat(status.phase()).as(status.toString()).isEqualTo("Succeeded");
        var result = status.result();
        assertThat(result.commit()).isEqualTo(repository.git("rev-parse", REVISION).strip());
        assertThat(result.collection()).isEqualTo(namespace + ".vectors");
        assertThat(result.artifact().uri()).contains("/" + namespace + "/embeddings/v1/");
        assertThat(result.files()).isEqualTo(5);
        assertThat(skerry.points(result.collection(), "run_id", result.runId())).isEqualTo(5);

        job().delete();
        Awaitility.await("the job and its points go")
                .atMost(Skerry.PATIENCE)
                .until(() -> skerry.points(result.collection(), "job", "app") == 0);
    }

    @Test
    void aFieldThatIsLeftAtItsDefaultIsSeen() {
        var spec = generated();
        spec.put("stallTimeoutSeconds", 600);
        @SuppressWarnings("unchecked")
        var retries = (Map<String, Object>) spec.get("retries");
        retries.remove("node");
        spec.remove("rerun");
        assertThat(leftAtDefault(spec))
                .containsExactlyInAnyOrder(
                        "embedding.method", "rerun", "stallTimeoutSeconds", "retries.node");
    }

    private Map<String, Object> generated() {
        var chosen = new HashMap<String, Object>();
        chosen.put("repository.url", git.url());
        chosen.put("repository.revision", REVISION);
        chosen.put("repository.subdirectory", "packages");
        chosen.put("repository.credentialsSecretRef.name", "git-login");
        chosen.put("repository.include", List.of("packages/**"));
        chosen.put("repository.exclude", List.of("*.spec.ts"));
        chosen.put("languages", List.of("python", "typescript"));
        chosen.put("embedding.learningRate", 0.02);
        chosen.put("collection.name", "vectors");
        chosen.put("artifact.name", "embeddings");
        // the local cluster allows no other; leaving it out is the default
        chosen.put("artifact.bucket", "skerry");
        chosen.put(
                "resources.requests",
                Map.of("cpu", "100m", "memory", "256Mi", "ephemeral-storage", "64Mi"));
        chosen.put(
                "resources.limits",
                Map.of("cpu", "2", "memory", "1Gi", "ephemeral-storage", "1Gi"));
        chosen.put("accelerator.resourceName", DEVICE);
        chosen.put("accelerator.products", List.of("T1", "T2"));
        chosen.put("scheduling.queueName", "queue");
        chosen.put("scheduling.priorityClassName", CLASS);
        chosen.put("scheduling.nodeSelector", Map.of("example.org/disk", "fast"));
        chosen.put(
                "scheduling.tolerations",
                List.of(
                        Map.of("key", TAINT, "value", "yes", "effect", "NoSchedule"),
                        Map.of(
                                "key", "example.org/leaving",
                                "operator", "Exists",
                                "effect", "NoExecute",
                                "tolerationSeconds", 60)));
        chosen.put("scheduling.runtimeClassName", CLASS);
        chosen.put("scheduling.serviceAccountName", "robot");
        chosen.put("scheduling.imagePullSecrets", List.of(Map.of("name", "pull")));
        // this operator by its name, so that it goes on minding the job
        chosen.put("managedBy", "skerry.dev/operator");
        chosen.put("rerun", "once more");
        chosen.put("activeDeadlineSeconds", 600);
        chosen.put("ttlSecondsAfterFinished", 600);
        return new EveryField(chosen, NO_OTHER_VALUE.keySet()).of(IngestionJobSpec.class, schema());
    }

    private JSONSchemaProps schema() {
        return skerry.kubernetes()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("ingestionjobs.skerry.dev")
                .get()
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec");
    }

    private Set<String> leftAtDefault(Map<String, Object> spec) {
        var least =
                Map.<String, Object>of("repository", Map.of("url", "https://example.org/a.git"));
        return EveryField.leftAtDefault(IngestionJobSpec.class, stored(spec), stored(least));
    }

    /** What the API server would make of it. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> stored(Map<String, Object> spec) {
        var resource = skerry.kubernetes().resource(resource(spec)).inNamespace(namespace);
        return (Map<String, Object>)
                resource.dryRun().create().getAdditionalProperties().get("spec");
    }

    private void apply(Map<String, Object> spec) {
        skerry.apply(namespace, Serialization.asYaml(resource(spec)));
    }

    private static GenericKubernetesResource resource(Map<String, Object> spec) {
        var resource = new GenericKubernetesResource();
        resource.setApiVersion("skerry.dev/v1alpha1");
        resource.setKind("IngestionJob");
        resource.setMetadata(new ObjectMetaBuilder().withName("app").build());
        resource.setAdditionalProperties(new HashMap<>(Map.of("spec", spec)));
        return resource;
    }

    /** What Kueue does when the Job's turn has come. */
    private void admit() {
        var job =
                skerry.kubernetes()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName("app-ij-r1-a1");
        Awaitility.await("a Job for the queue")
                .atMost(Skerry.PATIENCE)
                .until(() -> job.get() != null);
        assertThat(job.get().getSpec().getSuspend()).isTrue();
        job.edit(j -> new JobBuilder(j).editSpec().withSuspend(false).endSpec().build());
    }

    private Resource<IngestionJob> job() {
        return skerry.kubernetes()
                .resources(IngestionJob.class)
                .inNamespace(namespace)
                .withName("app");
    }

    private static Secret secret(String name, Map<String, String> content) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withStringData(content)
                .build();
    }
}
