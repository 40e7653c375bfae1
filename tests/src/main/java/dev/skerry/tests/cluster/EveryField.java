package dev.skerry.tests.cluster;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Specs that set every field to another value than its default. Which fields there are is read from
 * the API's records, what else a field can hold from its schema; a field that only something real
 * can fill is given by its path, such as {@code scheduling.queueName}. A field that is new and can
 * not be filled fails.
 */
public final class EveryField {
    private static final Pattern ALTERNATIVES = Pattern.compile("\\^\\(?([-\\w.|]+?)\\)?\\$");

    private final Map<String, Object> chosen;
    private final Set<String> without;

    /**
     * @param chosen values by path; a list or map is given as a whole
     * @param without paths of fields that have no other value
     */
    public EveryField(Map<String, Object> chosen, Set<String> without) {
        this.chosen = Map.copyOf(chosen);
        this.without = Set.copyOf(without);
    }

    /** A value for each component of the record, and of the records in it. */
    public Map<String, Object> of(Class<?> type, JSONSchemaProps schema) {
        var unused = new TreeSet<>(chosen.keySet());
        unused.addAll(without);
        var spec = of("", type, schema, unused);
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(unused + ": there are no such fields any more");
        }
        return spec;
    }

    private Map<String, Object> of(
            String before, Class<?> type, JSONSchemaProps schema, Set<String> unused) {
        var fields = new LinkedHashMap<String, Object>();
        for (var component : type.getRecordComponents()) {
            var path = before + component.getName();
            var property = schema.getProperties().get(component.getName());
            unused.remove(path);
            if (without.contains(path)) continue;
            fields.put(
                    component.getName(),
                    chosen.containsKey(path)
                            ? chosen.get(path)
                            : component.getType().isRecord()
                                    ? of(path + ".", component.getType(), property, unused)
                                    : other(path, property));
        }
        return fields;
    }

    /** What the schema allows besides the default. */
    private static Object other(String path, JSONSchemaProps schema) {
        var byDefault = schema.getDefault();
        var alternatives = alternatives(schema);
        if (!alternatives.isEmpty()) {
            return alternatives.stream()
                    .filter(a -> byDefault == null || !a.equals(byDefault.asText()))
                    .findFirst()
                    .orElseThrow(() -> unknown(path));
        }
        if (byDefault == null) throw unknown(path);
        boolean rising =
                schema.getMaximum() == null || byDefault.asDouble() + 1 <= schema.getMaximum();
        return switch (schema.getType()) {
            case "boolean" -> !byDefault.asBoolean();
            case "integer" -> byDefault.asLong() + (rising ? 1 : -1);
            case "number" -> byDefault.asDouble() + (rising ? 0.5 : -0.5);
            default -> throw unknown(path);
        };
    }

    private static List<String> alternatives(JSONSchemaProps schema) {
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            return schema.getEnum().stream().map(value -> value.asText()).toList();
        }
        var pattern = ALTERNATIVES.matcher(Objects.requireNonNullElse(schema.getPattern(), ""));
        return pattern.matches() ? List.of(pattern.group(1).split("\\|")) : List.of();
    }

    private static IllegalArgumentException unknown(String path) {
        return new IllegalArgumentException(
                path + ": is new or has no other value; choose one for the generated job");
    }

    /** The paths of all fields that hold a value themselves, below a record. */
    public static List<String> leaves(Class<?> type) {
        return leaves("", type).toList();
    }

    private static Stream<String> leaves(String before, Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(
                        component -> {
                            var path = before + component.getName();
                            var inner = recordIn(component);
                            return inner == null ? Stream.of(path) : leaves(path + ".", inner);
                        });
    }

    /** The record that a component is or lists, null where it is none. */
    private static Class<?> recordIn(RecordComponent component) {
        Type type = component.getGenericType();
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            type = list.getActualTypeArguments()[0];
        }
        return type instanceof Class<?> plain && plain.isRecord() ? plain : null;
    }

    /**
     * The fields of a spec that are not set, or as they would be without it.
     *
     * @param byDefault the same kind of spec with all that the API server fills in by itself
     */
    public static Set<String> leftAtDefault(
            Class<?> type, Map<String, Object> spec, Map<String, Object> byDefault) {
        var left = new TreeSet<String>();
        for (var path : leaves(type)) {
            var values = at(spec, path);
            if (values.isEmpty() || at(byDefault, path).containsAll(values)) left.add(path);
        }
        return left;
    }

    /** What stands at a path; several values where it leads through a list. */
    private static List<Object> at(Object value, String path) {
        if (value instanceof List<?> list) {
            return list.stream().flatMap(element -> at(element, path).stream()).toList();
        }
        if (!(value instanceof Map<?, ?> map)) return List.of();
        int dot = path.indexOf('.');
        var inner = map.get(dot < 0 ? path : path.substring(0, dot));
        if (inner == null) return List.of();
        return dot < 0 ? new ArrayList<>(List.of(inner)) : at(inner, path.substring(dot + 1));
    }
}
