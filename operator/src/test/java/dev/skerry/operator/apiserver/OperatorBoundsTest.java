package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody who holds the operator's token, on its way to more than the operator does. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class OperatorBoundsTest extends SceneTest {
    private KubernetesClient stolen;

    OperatorBoundsTest() {
        super("bounds");
    }

    @BeforeEach
    void steal() throws IOException {
        stolen = RealServers.operator();
        await("the policies are at work")
                .atMost(Scene.PATIENCE)
                .until(() -> refusal(configMap("kube-public")).isPresent());
    }

    @AfterEach
    void giveBack() {
        stolen.close();
    }

    @Test
    void noPodGetsMoreThanAnHonestOne() {
        scene.played.apply(
                GRANT.formatted("apps", "deployments, statefulsets", "create, get, patch"));
        List<Function<PodTemplateSpec, HasMetadata>> kinds =
                List.of(
                        pod -> job(scene.namespace, pod),
                        pod -> deployment(lasting(pod)),
                        pod -> statefulSet(lasting(pod)));
        var honest = honestPod();
        for (var kind : kinds) {
            assertThat(refusal(kind.apply(honest))).isEmpty();
            for (var trick : PodTrick.values()) {
                var pod = new PodTemplateSpecBuilder(honest).build();
                trick.change().accept(pod.getSpec());
                assertThat(refusal(kind.apply(pod)))
                        .as(trick.name())
                        .hasValueSatisfying(trick::isToldIn);
            }
        }
    }

    @Test
    void nothingIsMadeInNamespacesOfTheSystem() {
        var honest = honestPod();
        for (var system :
                List.of("kube-system", "kube-public", "kube-node-lease", "skerry-system")) {
            assertThat(refusal(job(system, honest))).hasValueSatisfying(inSystem());
            assertThat(refusal(configMap(system))).hasValueSatisfying(inSystem());
        }
    }

    @Test
    void whatIsNotSkerrysIsNeitherMadeNorDeleted() {
        scene.admin
                .resource(
                        new ConfigMapBuilder(configMap(scene.namespace))
                                .editMetadata()
                                .withLabels(Map.of())
                                .endMetadata()
                                .build())
                .create();
        var theirs = stolen.configMaps().inNamespace(scene.namespace).withName("tried");
        assertThat(catchThrowableOfType(KubernetesClientException.class, theirs::delete))
                .hasMessageContaining("deletes only what carries label");
        assertThat(theirs.get()).isNotNull();

        var unlabelled = configMap(scene.namespace);
        unlabelled.getMetadata().setName("other");
        unlabelled.getMetadata().setLabels(Map.of());
        assertThat(refusal(unlabelled))
                .hasValueSatisfying(said -> assertThat(said).contains("carries label"));
    }

    @Test
    void noSpecIsChanged() {
        scene.applyJob("flask", SPEC);
        scene.child("flask-ij-r1-a1");
        var job =
                stolen.genericKubernetesResources("skerry.dev/v1alpha1", "IngestionJob")
                        .inNamespace(scene.namespace)
                        .withName("flask");
        var merge = PatchContext.of(PatchType.JSON_MERGE);
        assertThat(
                        catchThrowableOfType(
                                KubernetesClientException.class,
                                () ->
                                        job.patch(
                                                merge,
                                                "{\"spec\":{\"repository\":{\"revision\":\"evil\"}}}")))
                .hasMessageContaining("changes no spec");
        assertThatCode(
                        () ->
                                job.patch(
                                        merge,
                                        "{\"metadata\":{\"finalizers\":[\"skerry.dev/points\"]}}"))
                .doesNotThrowAnyException();
        user.patch("flask", "{\"metadata\":{\"finalizers\":null}}");
    }

    /** What this operator made for a job, as it stands in the API server. */
    private PodTemplateSpec honestPod() {
        scene.applyJob(
                "flask",
                SPEC.replace(
                        "}}",
                        ", credentialsSecretRef: {name: git}}, accelerator: {count: 1, products: [H100]}}"));
        Job made = scene.child("flask-ij-r1-a1");
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Map.of("app", "tried"))
                .endMetadata()
                .withSpec(new JobBuilder(made).build().getSpec().getTemplate().getSpec())
                .build();
    }

    private static PodTemplateSpec lasting(PodTemplateSpec pod) {
        return new PodTemplateSpecBuilder(pod)
                .editSpec()
                .withRestartPolicy("Always")
                .endSpec()
                .build();
    }

    private static Job job(String namespace, PodTemplateSpec pod) {
        return new JobBuilder()
                .withMetadata(metadata(namespace))
                .withNewSpec()
                .withTemplate(pod)
                .endSpec()
                .build();
    }

    private HasMetadata deployment(PodTemplateSpec pod) {
        return new DeploymentBuilder()
                .withMetadata(metadata(scene.namespace))
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "tried")
                .endSelector()
                .withTemplate(pod)
                .endSpec()
                .build();
    }

    private HasMetadata statefulSet(PodTemplateSpec pod) {
        return new StatefulSetBuilder()
                .withMetadata(metadata(scene.namespace))
                .withNewSpec()
                .withServiceName("tried")
                .withNewSelector()
                .addToMatchLabels("app", "tried")
                .endSelector()
                .withTemplate(pod)
                .endSpec()
                .build();
    }

    private static ConfigMap configMap(String namespace) {
        return new ConfigMapBuilder().withMetadata(metadata(namespace)).build();
    }

    private static ObjectMeta metadata(String namespace) {
        return new ObjectMetaBuilder()
                .withName("tried")
                .withNamespace(namespace)
                .addToLabels("app.kubernetes.io/managed-by", "skerry")
                .build();
    }

    /** Why the API server would not make it for the operator; empty where it would. */
    private Optional<String> refusal(HasMetadata object) {
        try {
            stolen.resource(object).dryRun().create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).as(e.getMessage()).isIn(403, 422);
            return Optional.of(e.getMessage());
        }
    }

    private static Consumer<String> inSystem() {
        return said -> assertThat(said).contains("makes nothing in system namespaces");
    }

    private static final String GRANT =
            """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: tried}
                rules: [{apiGroups: [%s], resources: [%s], verbs: [%s]}]
              - apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: tried}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: tried}
                subjects: [{kind: ServiceAccount, name: skerry-operator, namespace: skerry-system}]
            """;
}
