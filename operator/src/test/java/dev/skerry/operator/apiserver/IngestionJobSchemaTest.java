package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class IngestionJobSchemaTest extends SceneTest {

    IngestionJobSchemaTest() {
        super("schema");
    }

    @Test
    void eachInvalidSpecIsRefusedWithItsMessage() throws IOException {
        var all = new SoftAssertions();
        for (var bad : SpecCorpus.invalid()) {
            all.assertThat(catchThrowable(() -> dryRun("bad", bad.spec())))
                    .as("%s: %s", bad.field(), bad.spec())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining(bad.says());
        }
        all.assertAll();
        assertThatThrownBy(() -> scene.applyJob("a".repeat(46), SPEC))
                .hasMessageContaining("use 1 to 45 lower-case letters");
        assertThatThrownBy(() -> scene.applyJob("1st", SPEC))
                .hasMessageContaining("use 1 to 45 lower-case letters");
    }

    @Test
    void eachValidSpecIsTaken() throws IOException {
        for (var good : SpecCorpus.valid())
            assertThat(dryRun("good", good).getMetadata().getName()).isEqualTo("good");
    }

    @Test
    void everyFieldHasASpecThatIsRefusedAndOneThatIsTaken() throws IOException {
        var refused = SpecCorpus.invalid().stream().map(SpecCorpus.Invalid::field).toList();
        var taken = SpecCorpus.valid().toString();
        assertThat(SpecCorpus.fields())
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        field -> {
                            assertThat(refused).as("refused, for " + field).contains(field);
                            var name = field.substring(field.lastIndexOf('.') + 1);
                            assertThat(taken)
                                    .as("taken, with " + field)
                                    .contains("\"" + name + "\"");
                        });
    }

    private GenericKubernetesResource dryRun(String name, JsonNode spec) {
        return scene.admin
                .genericKubernetesResources("skerry.dev/v1alpha1", "IngestionJob")
                .inNamespace(scene.namespace)
                .load(
                        new ByteArrayInputStream(
                                "{\"apiVersion\":\"skerry.dev/v1alpha1\",\"kind\":\"IngestionJob\",\"metadata\":{\"name\":\"%s\"},\"spec\":%s}"
                                        .formatted(name, spec)
                                        .getBytes(StandardCharsets.UTF_8)))
                .dryRun(true)
                .create();
    }

    @Test
    void whoManagesAJobNeverChanges() {
        scene.applyJob(
                "managed", "{managedBy: example.org/other, repository: {url: \"https://x/y\"}}");
        scene.applyJob("plain", "{suspend: true, repository: {url: \"https://x/y\"}}");
        var user = new User(scene);
        assertThatThrownBy(
                        () -> user.patch("managed", "{\"spec\":{\"managedBy\":\"example.org/x\"}}"))
                .hasMessageContaining("spec.managedBy cannot be changed");
        assertThatThrownBy(() -> user.patch("managed", "{\"spec\":{\"managedBy\":null}}"))
                .hasMessageContaining("spec.managedBy cannot be added or removed");
        assertThatThrownBy(
                        () -> user.patch("plain", "{\"spec\":{\"managedBy\":\"example.org/x\"}}"))
                .hasMessageContaining("spec.managedBy cannot be added or removed");
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
