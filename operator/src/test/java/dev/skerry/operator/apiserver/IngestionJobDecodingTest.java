package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * One object that cannot be decoded would stop its kind for everybody: upgrades and roll-backs
 * stand on this.
 */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobDecodingTest {
    private static final String DEFINITION = "ingestionjobs.skerry.dev";

    @ConfigProperty(name = "skerry.report.url")
    URI reports;

    @Test
    void fieldsOfANewerDefinitionAndExtremeNumbersStopNobody() {
        try (var scene = new Scene("newer", reports)) {
            change(scene, crd -> preserve(crd, true));
            try {
                var strange =
                        await().atMost(Scene.PATIENCE)
                                .until(() -> storedWithNewFields(scene), name -> name != null);
                scene.applyJob(
                        "plain", "{repository: {url: \"https://git.example.org/plain.git\"}}");
                assertThat(scene.child("plain-ij-r1-a1").getSpec().getBackoffLimit()).isZero();
                assertThat(scene.child(strange + "-ij-r1-a1").getSpec().getBackoffLimit()).isZero();
            } finally {
                change(scene, crd -> preserve(crd, false));
            }
        }
    }

    @Test
    void whatIsNoQuantityNeverReachesUs() {
        try (var scene = new Scene("quantity", reports)) {
            for (var bad : new String[] {"\"\"", "\"4e9k\"", "\"lots\""}) {
                assertThatThrownBy(
                                () ->
                                        scene.applyJob(
                                                "bad",
                                                "{repository: {url: \"https://x/y\"}, resources: {limits: {memory: %s}}}"
                                                        .formatted(bad)))
                        .as(bad)
                        .hasMessageContaining("should match");
            }
            scene.applyJob(
                    "good",
                    "{repository: {url: \"https://x/y\"}, resources: {requests: {cpu: 1, memory: 1.5Gi}}}");
            assertThat(scene.job("good").getSpec().resources().requests())
                    .containsOnlyKeys("cpu", "memory");
        }
    }

    /**
     * The name of an object that the API server stored with a field we do not know; null while it
     * still prunes.
     */
    private static String storedWithNewFields(Scene scene) {
        var name = "strange-" + Long.toString(System.nanoTime(), 36);
        scene.applyJob(
                name,
                "{fieldOfTomorrow: {a: [1]}, repository: {url: \"https://git.example.org/%s.git\", depthOfTomorrow: 7}, embedding: {seed: 9223372036854775807, learningRate: 0.000001}, collection: {name: %s}}"
                        .formatted(name, name));
        GenericKubernetesResource stored =
                scene.admin
                        .genericKubernetesResources("skerry.dev/v1alpha1", "IngestionJob")
                        .inNamespace(scene.namespace)
                        .withName(name)
                        .get();
        return stored.get("spec", "fieldOfTomorrow") == null ? null : name;
    }

    private static void change(Scene scene, Consumer<CustomResourceDefinition> change) {
        scene.admin
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(DEFINITION)
                .edit(
                        crd -> {
                            change.accept(crd);
                            return crd;
                        });
    }

    private static void preserve(CustomResourceDefinition crd, boolean preserve) {
        var spec =
                crd.getSpec()
                        .getVersions()
                        .getFirst()
                        .getSchema()
                        .getOpenAPIV3Schema()
                        .getProperties()
                        .get("spec");
        spec.setXKubernetesPreserveUnknownFields(preserve ? true : null);
        spec.getProperties()
                .get("repository")
                .setXKubernetesPreserveUnknownFields(preserve ? true : null);
    }
}
