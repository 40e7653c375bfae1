package dev.skerry.api.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people meet who use kubectl alone: get, explain, describe, field selectors. */
class KubectlSurfaceTest {
    private final CustomResourceDefinition crd =
            Serialization.unmarshal(
                    Generate.files().get("k8s/ingestionjobs.skerry.dev.yaml"),
                    CustomResourceDefinition.class);

    @Test
    void allOurKindsAreListedTogether() {
        assertThat(crd.getSpec().getNames().getCategories()).containsExactly("skerry");
    }

    @Test
    void jobsAreSelectedByTheirPhase() {
        assertThat(version().getSelectableFields())
                .singleElement()
                .extracting("jsonPath")
                .isEqualTo(".status.phase");
    }

    @Test
    void kindSpecStatusAndEveryFieldAreExplained() {
        var schema = schema();
        assertThat(schema.getDescription()).isNotBlank();
        var silent = new ArrayList<String>();
        for (var part : List.of("spec", "status"))
            collectSilent(part, schema.getProperties().get(part), silent);
        assertThat(silent).isEmpty();
    }

    @Test
    void alternativesAreEnumerated() {
        var spec = schema().getProperties().get("spec");
        assertThat(field(spec, "collection", "deletionPolicy").getEnum())
                .extracting(JsonNode::asText)
                .containsExactly("Retain", "Delete");
        assertThat(schema().getProperties().get("status").getProperties().get("phase").getEnum())
                .extracting(JsonNode::asText)
                .containsExactly("Pending", "Running", "Suspended", "Succeeded", "Failed");
        var patterns = new ArrayList<String>();
        collectPatterns(schema(), patterns);
        assertThat(patterns).isNotEmpty().noneMatch(p -> p.matches("\\^\\([\\w|]+\\)\\??\\$"));
    }

    @Test
    void columnsTellHowLongAndWideOnesWhyItFailed() {
        var columns = version().getAdditionalPrinterColumns();
        assertThat(columns)
                .extracting(
                        c -> c.getName() + ":" + (c.getPriority() == null ? 0 : c.getPriority()))
                .containsExactly(
                        "Phase:0",
                        "Stage:0",
                        "Progress:0",
                        "Files:0",
                        "Edges:0",
                        "Duration:0",
                        "Failure:1",
                        "Collection:1",
                        "Commit:1",
                        "Waiting on:1",
                        "Age:0");
    }

    @Test
    void noTimeIsToldBeforeTheOperatorHasSeenTheObject() {
        assertThat(schema().getProperties().get("status").getDefault().toString())
                .contains("NotYetObserved")
                .doesNotContain("1970");
    }

    private CustomResourceDefinitionVersion version() {
        return crd.getSpec().getVersions().getFirst();
    }

    private JSONSchemaProps schema() {
        return version().getSchema().getOpenAPIV3Schema();
    }

    private static JSONSchemaProps field(JSONSchemaProps part, String... path) {
        for (var name : path) part = part.getProperties().get(name);
        return part;
    }

    private static void collectSilent(String path, JSONSchemaProps part, List<String> silent) {
        if (part.getDescription() == null || part.getDescription().isBlank()) silent.add(path);
        if (part.getProperties() != null)
            part.getProperties()
                    .forEach((name, inner) -> collectSilent(path + "." + name, inner, silent));
    }

    private static void collectPatterns(JSONSchemaProps part, List<String> found) {
        if (part.getPattern() != null) found.add(part.getPattern());
        if (part.getProperties() != null)
            part.getProperties().values().forEach(inner -> collectPatterns(inner, found));
        if (part.getItems() != null && part.getItems().getSchema() != null)
            collectPatterns(part.getItems().getSchema(), found);
    }
}
