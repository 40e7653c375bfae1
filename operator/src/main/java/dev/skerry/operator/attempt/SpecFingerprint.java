package dev.skerry.operator.attempt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.skerry.api.OnChange;
import dev.skerry.api.SpecField;
import dev.skerry.api.wire.Sha256;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.StreamSupport;

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
        collect("", spec.getClass(), JSON.valueToTree(spec), Optional.empty(), counts, fields);
        try {
            return Sha256.hex(JSON.writeValueAsBytes(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    private static void collect(
            String path,
            Class<?> type,
            JsonNode part,
            Optional<OnChange.Effect> inherited,
            Choice counts,
            TreeMap<String, String> fields) {
        for (var field : SpecField.of(type)) {
            var here = path + field.name();
            var value = part.path(field.name());
            var effect = field.effect().or(() -> inherited);
            if (isEmpty(value) || field.isDefault(value)) continue;
            if (field.isPart()) collect(here + ".", field.type(), value, effect, counts, fields);
            else if (counts.test(here, effect)) fields.put(here, text(field, value));
        }
    }

    private static String text(SpecField field, JsonNode value) {
        if (!field.anyOrder()) return value.toString();
        return StreamSupport.stream(value.spliterator(), false)
                .map(JsonNode::toString)
                .sorted()
                .toList()
                .toString();
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.asText().isEmpty();
    }
}
