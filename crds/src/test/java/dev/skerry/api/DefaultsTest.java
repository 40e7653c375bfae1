package dev.skerry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.generator.annotation.Default;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyFieldWithADefaultHasAValue() throws JsonProcessingException {
        var spec = Defaults.resolved(spec("{\"repository\":{\"url\":\"https://a.example/b\"}}"));
        assertFilled(IngestionJobSpec.class, JSON.valueToTree(spec));
        assertThat(spec.embedding().dimensions()).isEqualTo(64);
        assertThat(spec.collection().name()).isEqualTo("code");
        assertThat(spec.resources().limits()).containsKey("ephemeral-storage");
        assertThat(spec.retries().app()).isEqualTo(2);
        assertThat(spec.rerun()).isNull();
    }

    @Test
    void whatIsGivenStays() throws JsonProcessingException {
        var text =
                "{\"repository\":{\"url\":\"https://a.example/b\"},\"embedding\":{\"p\":2.0},\"resources\":{}}";
        var spec = Defaults.resolved(spec(text));
        assertThat(spec.embedding().p()).isEqualTo(2.0);
        assertThat(spec.embedding().q()).isEqualTo(1.0);
        assertThat(spec.resources()).isEqualTo(new Resources(null, null));
        assertThat(Defaults.resolved(spec)).isEqualTo(spec);
    }

    private static void assertFilled(Class<?> type, JsonNode part) {
        for (var component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(Default.class))
                assertThat(part.hasNonNull(component.getName())).as(component.getName()).isTrue();
            if (component.getType().isRecord() && part.hasNonNull(component.getName()))
                assertFilled(component.getType(), part.get(component.getName()));
        }
    }

    private static IngestionJobSpec spec(String json) throws JsonProcessingException {
        return JSON.readValue(json, IngestionJobSpec.class);
    }
}
