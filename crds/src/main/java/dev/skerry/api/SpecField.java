package dev.skerry.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.generator.annotation.Default;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the annotations say about one field of a spec.
 *
 * @param type of the field's value
 * @param fallback its default
 * @param effect of a change, where the field itself says so
 * @param anyOrder whether another order of its list is no change
 */
public record SpecField(
        String name,
        Class<?> type,
        Optional<JsonNode> fallback,
        Optional<OnChange.Effect> effect,
        boolean anyOrder) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final ClassValue<List<SpecField>> FIELDS =
            new ClassValue<>() {
                @Override
                protected List<SpecField> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents()).map(SpecField::of).toList();
                }
            };

    /** All of a record's, in their order. */
    public static List<SpecField> of(Class<?> type) {
        return FIELDS.get(type);
    }

    /** Whether it has fields of its own. */
    public boolean isPart() {
        return type.isRecord();
    }

    /** Whether a value says no more than its absence would. */
    public boolean isDefault(JsonNode value) {
        return fallback.filter(
                        wanted ->
                                value.isNumber() && wanted.isNumber()
                                        ? value.decimalValue().compareTo(wanted.decimalValue()) == 0
                                        : value.equals(wanted))
                .isPresent();
    }

    private static SpecField of(RecordComponent component) {
        var onChange = Optional.ofNullable(component.getAnnotation(OnChange.class));
        return new SpecField(
                component.getName(),
                component.getType(),
                Optional.ofNullable(component.getAccessor().getAnnotation(Default.class))
                        .map(annotation -> value(component, annotation.value())),
                onChange.map(OnChange::value),
                onChange.map(OnChange::anyOrder).orElse(false));
    }

    private static JsonNode value(RecordComponent component, String text) {
        if (component.getType() == String.class) return JSON.getNodeFactory().textNode(text);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    component.getName() + ": its default is no JSON: " + text, e);
        }
    }
}
