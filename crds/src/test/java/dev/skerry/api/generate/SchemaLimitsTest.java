package dev.skerry.api.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What no limit holds can be stored so large that nobody can decode or show it. */
class SchemaLimitsTest {

    @Test
    void everyIntegerHasLimitsThatItCanHoldElseItIsALong() {
        var checked = new ArrayList<String>();
        for (var part : List.of(IngestionJobSpec.class, IngestionJobStatus.class))
            check(part, checked);
        assertThat(checked).hasSizeGreaterThan(20);
    }

    private static void check(Class<?> part, List<String> checked) {
        for (var component : part.getRecordComponents()) {
            var here = part.getSimpleName() + "." + component.getName();
            assertThat(component.getGenericType().getTypeName())
                    .as(here)
                    .doesNotContain("<java.lang.String, java.lang.Integer>");
            if (component.getType() == Integer.class) {
                checked.add(here);
                assertThat(component.getAccessor().getAnnotation(Min.class)).as(here).isNotNull();
                assertThat(component.getAccessor().getAnnotation(Max.class)).as(here).isNotNull();
            }
            Effects.inner(component).ifPresent(inner -> check(inner, checked));
        }
    }

    @Test
    void everyTextListAndMapHasASizeLimit() {
        fields().forEach(
                        (path, field) -> {
                            if (field.getAdditionalProperties() != null)
                                assertThat(field.getMaxProperties()).as(path).isNotNull();
                            if ("array".equals(field.getType()))
                                assertThat(field.getMaxItems()).as(path).isNotNull();
                            if ("string".equals(field.getType()))
                                assertThat(field.getMaxLength()).as(path).isNotNull();
                        });
    }

    private static TreeMap<String, JSONSchemaProps> fields() {
        var yaml = Generate.files().get("k8s/ingestionjobs.skerry.dev.yaml");
        var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
        var found = new TreeMap<String, JSONSchemaProps>();
        for (var part : new String[] {"spec", "status"})
            collect(part, schema.getProperties().get(part), found);
        assertThat(found).hasSizeGreaterThan(100);
        return found;
    }

    private static void collect(
            String path, JSONSchemaProps field, TreeMap<String, JSONSchemaProps> found) {
        found.put(path, field);
        if (field.getProperties() != null)
            field.getProperties()
                    .forEach((name, inner) -> collect(path + "." + name, inner, found));
        if (field.getItems() != null) collect(path + "[]", field.getItems().getSchema(), found);
        if (field.getAdditionalProperties() != null
                && field.getAdditionalProperties().getSchema() != null)
            collect(path + ".*", field.getAdditionalProperties().getSchema(), found);
    }
}
