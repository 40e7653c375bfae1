package dev.skerry.api.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.OnChange;
import dev.skerry.api.OnChange.Effect;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EffectsTest {

    @Test
    void everyFieldThatHoldsAValueSaysWhatAChangeDoes() {
        var descriptions = new TreeMap<String, String>();
        var yaml = Generate.files().get("k8s/ingestionjobs.skerry.dev.yaml");
        var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        values("spec", schema.getProperties().get("spec"), descriptions);

        assertThat(descriptions).hasSizeGreaterThan(50);
        assertThat(descriptions)
                .allSatisfy(
                        (path, description) ->
                                assertThat(
                                                Arrays.stream(Effect.values())
                                                        .map(Effect::sentence)
                                                        .filter(description::contains))
                                        .as(path + ": " + description)
                                        .hasSize(1));
    }

    @Test
    void aPartSpeaksForWhatIsInside() {
        assertThat(Effects.of(IngestionJobSpec.class))
                .containsEntry("spec.embedding.walkLength", Effect.NEW_RUN)
                .containsEntry("spec.scheduling.tolerations[].key", Effect.NEXT_ATTEMPT)
                .containsEntry("spec.retries.oom", Effect.AT_ONCE)
                .containsEntry("spec.repository.url", Effect.NEVER)
                .containsEntry("spec.repository.revision", Effect.NEW_RUN)
                .doesNotContainKey("spec.repository");
    }

    @Test
    void aFieldThatSaysNothingStopsTheGenerator() {
        record Silent(@OnChange(Effect.AT_ONCE) String told, String silent) {}
        assertThatThrownBy(() -> Effects.of(Silent.class))
                .hasMessageContaining("spec.silent: says nowhere what a change does");
    }

    private static void values(String path, JSONSchemaProps schema, Map<String, String> found) {
        schema.getProperties()
                .forEach(
                        (name, field) -> {
                            var here = path + "." + name;
                            if (!field.getProperties().isEmpty()) {
                                values(here, field, found);
                                return;
                            }
                            found.put(here, String.valueOf(field.getDescription()));
                            if (field.getItems() != null
                                    && !field.getItems().getSchema().getProperties().isEmpty())
                                values(here + "[]", field.getItems().getSchema(), found);
                        });
    }
}
