package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobSchemaTest {
    private static final String SPEC =
            "{repository: {url: \"https://git.example.org/team/flask.git\"}}";

    @ConfigProperty(name = "skerry.report.url")
    URI reports;

    private Scene scene;

    @BeforeEach
    void begin() {
        scene = new Scene("schema", reports);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void eachInvalidSpecIsRefusedWithItsMessage() {
        var corpus =
                List.of(
                        Map.entry("{}", "spec.repository: Required value"),
                        Map.entry("{repository: {}}", "spec.repository.url: Required value"),
                        Map.entry("{repository: {url: \"ftp://x/y\"}}", "use https:// or ssh://"),
                        Map.entry(
                                "{repository: {url: \"--upload-pack=touch /tmp/x\"}}",
                                "use https:// or ssh://"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\", revision: \"--option\"}}",
                                "give a branch, a tag or all 40 digits"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\", subdirectory: \"a/../../b\"}}",
                                "give a path inside the repository"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\"}, embedding: {dimensions: 4}}",
                                "should be greater than or equal to 8"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\"}, embedding: {contextSize: 30}}",
                                "contextSize: at most walkLength"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\"}, embedding: {walkLength: 5}}",
                                "contextSize: at most walkLength"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\"}, languages: [cobol]}",
                                "should match"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\"}, collection: {name: \"a/b\"}}",
                                "should match"),
                        Map.entry(
                                "{repository: {url: \"https://x/y\"}, retries: {app: -1}}",
                                "should be greater than or equal to 0"));
        for (var bad : corpus) {
            assertThatThrownBy(() -> scene.applyJob("bad", bad.getKey()))
                    .as(bad.getKey())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(bad.getValue());
        }
        assertThatThrownBy(() -> scene.applyJob("a".repeat(46), SPEC))
                .hasMessageContaining("use 1 to 45 lower-case letters");
        assertThatThrownBy(() -> scene.applyJob("1st", SPEC))
                .hasMessageContaining("use 1 to 45 lower-case letters");
    }

    @Test
    void theAddressOfARepositoryNeverChanges() {
        scene.applyJob("fixed", SPEC);
        assertThatThrownBy(
                        () ->
                                scene.admin
                                        .genericKubernetesResources(
                                                "skerry.dev/v1alpha1", "IngestionJob")
                                        .inNamespace(scene.namespace)
                                        .withName("fixed")
                                        .patch(
                                                PatchContext.of(PatchType.JSON_MERGE),
                                                "{\"spec\":{\"repository\":{\"url\":\"https://other.example.org/x.git\"}}}"))
                .hasMessageContaining("spec.repository.url cannot be changed");
    }

    @Test
    void defaultsAndTheUnobservedStatusComeFromTheSchema() {
        scene.applyJob(
                "left-alone", "{managedBy: example.org/other, repository: {url: \"https://x/y\"}}");
        var job = scene.job("left-alone");
        assertThat(job.getSpec().embedding().walkLength()).isEqualTo(20);
        assertThat(job.getSpec().collection().name()).isEqualTo("code");
        assertThat(job.getStatus().observedGeneration()).isEqualTo(-1);
        assertThat(job.getStatus().conditions())
                .hasSize(7)
                .allSatisfy(c -> assertThat(c.reason()).isEqualTo("NotYetObserved"));
    }
}
