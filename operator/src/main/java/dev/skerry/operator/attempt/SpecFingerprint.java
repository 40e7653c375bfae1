package dev.skerry.operator.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.skerry.api.OnChange;
import io.fabric8.generator.annotation.Default;
import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * A whole spec as 64 hexadecimal digits. A field at its default counts as absent, and so do empty
 * parts, lists and maps: applying the same file again changes nothing, nor does a field that a
 * later version adds with a default.
 */
public final class SpecFingerprint {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private SpecFingerprint() {}

    /**
     * Of all fields.
     *
     * @param without paths of fields that do not count, such as {@code collection.deletionPolicy}
     */
    public static String of(Record spec, Set<String> without) {
        return of(spec, (path, effect) -> !without.contains(path));
    }

    /** Of the fields whose change starts a new run, as {@link OnChange} says. */
    public static String ofInputs(Record spec) {
        return of(
                spec, (path, effect) -> effect.filter(OnChange.Effect.NEW_RUN::equals).isPresent());
    }

    /** Which fields count, by path and by what a change of them does. */
    private interface Choice extends BiPredicate<String, Optional<OnChange.Effect>> {}

    private static String of(Record spec, Choice counts) {
        var fields = new TreeMap<String, String>();
        collect("", spec, Optional.empty(), counts, fields);
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(JSON.writeValueAsBytes(fields)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    private static void collect(
            String path,
            Record part,
            Optional<OnChange.Effect> inherited,
            Choice counts,
            TreeMap<String, String> fields) {
        for (var component : part.getClass().getRecordComponents()) {
            var here = path + component.getName();
            var value = value(part, component);
            if (value == null) continue;
            var effect =
                    Optional.ofNullable(component.getAnnotation(OnChange.class))
                            .map(OnChange::value)
                            .or(() -> inherited);
            JsonNode tree = JSON.valueToTree(value);
            if (isEmpty(tree) || isDefault(component, tree)) continue;
            if (value instanceof Record inner) collect(here + ".", inner, effect, counts, fields);
            else if (counts.test(here, effect)) fields.put(here, tree.toString());
        }
    }

    private static boolean isEmpty(JsonNode tree) {
        return tree.isContainerNode() && tree.isEmpty()
                || tree.isTextual() && tree.asText().isEmpty();
    }

    private static Object value(Record part, RecordComponent component) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the API's records are public", e);
        }
    }

    private static boolean isDefault(RecordComponent component, JsonNode value) {
        var annotation = component.getAccessor().getAnnotation(Default.class);
        if (annotation == null) return false;
        if (value.isTextual()) return value.asText().equals(annotation.value());
        try {
            var wanted = JSON.readTree(annotation.value());
            return value.isNumber() && wanted.isNumber()
                    ? value.decimalValue().compareTo(wanted.decimalValue()) == 0
                    : value.equals(wanted);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    component.getName() + ": its default is no JSON: " + annotation.value(), e);
        }
    }
}
