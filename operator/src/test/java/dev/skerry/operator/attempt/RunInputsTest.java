package dev.skerry.operator.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.OnChange;
import dev.skerry.api.OnChange.Effect;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the reference says a change does is what a change does. */
class RunInputsTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String BASE = "{repository: {url: \"https://git.example.org/a.git\"}}";

    record Field(String path, Effect effect, Class<?> type) {
        @Override
        public String toString() {
            return path;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void aFieldStartsARunExactlyIfItsEffectSaysSo(Field field) throws IOException {
        var before = SpecFingerprint.ofInputs(spec(BASE));
        var changed = (ObjectNode) YAML.readTree(BASE);
        put(changed, field);
        var after = SpecFingerprint.ofInputs(YAML.treeToValue(changed, IngestionJobSpec.class));
        if (field.effect() == Effect.NEW_RUN) assertThat(after).isNotEqualTo(before);
        else if (!field.path().equals("repository.url")) assertThat(after).isEqualTo(before);
    }

    @Test
    void aFieldAtItsDefaultIsAFieldThatWasNeverWritten() throws IOException {
        assertThat(
                        SpecFingerprint.ofInputs(
                                spec(
                                        "{repository: {url: \"https://git.example.org/a.git\", maxFileBytes: 1048576, include: []}, embedding: {dimensions: 64, p: 1, seed: 1, mode: paper}, collection: {name: code}}")))
                .isEqualTo(SpecFingerprint.ofInputs(spec(BASE)));
    }

    /** Each field of a single value, and the parts that are taken as a whole. */
    static Stream<Field> fields() {
        var found = new ArrayList<Field>();
        collect("", IngestionJobSpec.class, Optional.empty(), found);
        assertThat(found).hasSizeGreaterThan(45);
        return found.stream();
    }

    private static void collect(
            String path, Class<?> part, Optional<Effect> inherited, ArrayList<Field> found) {
        for (var component : part.getRecordComponents()) {
            var here = path + component.getName();
            var effect =
                    Optional.ofNullable(component.getAnnotation(OnChange.class))
                            .map(OnChange::value)
                            .or(() -> inherited);
            if (component.getType().isRecord())
                collect(here + ".", component.getType(), effect, found);
            else found.add(new Field(here, effect.orElseThrow(), component.getType()));
        }
    }

    private static void put(ObjectNode spec, Field field) {
        var steps = field.path().split("\\.");
        var at = spec;
        for (int i = 0; i < steps.length - 1; i++) at = at.withObject("/" + steps[i]);
        var name = steps[steps.length - 1];
        if (field.type() == Integer.class || field.type() == Long.class) at.put(name, 77);
        else if (field.type() == Double.class) at.put(name, 0.77);
        else if (field.type() == Boolean.class) at.put(name, true);
        else if (field.type() == String.class) at.put(name, "other");
        else if (Map.class.isAssignableFrom(field.type())) at.putObject(name).put("cpu", "7");
        else if (steps[0].equals("scheduling") || steps[0].equals("accelerator")) at.putArray(name);
        else at.putArray(name).add("java");
    }

    private static IngestionJobSpec spec(String yaml) throws IOException {
        return YAML.readValue(yaml, IngestionJobSpec.class);
    }
}
