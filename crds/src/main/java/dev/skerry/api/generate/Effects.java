package dev.skerry.api.generate;

import dev.skerry.api.OnChange;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what a change of each field of a spec does, and adds the sentence to its description. */
final class Effects {
    private Effects() {}

    /**
     * The effect of each field by its path, such as {@code spec.repository.url}.
     *
     * @throws IllegalStateException where a field that holds a value has none
     */
    static Map<String, OnChange.Effect> of(Class<?> spec) {
        var found = new TreeMap<String, OnChange.Effect>();
        collect("spec", spec, Optional.empty(), found);
        return found;
    }

    /** Adds its effect to the description of each field. */
    static void tell(JSONSchemaProps schema, Class<?> spec) {
        var effects = of(spec);
        tell("spec", schema, effects);
    }

    private static void collect(
            String path,
            Class<?> part,
            Optional<OnChange.Effect> inherited,
            Map<String, OnChange.Effect> found) {
        for (var component : part.getRecordComponents()) {
            var here = path + "." + component.getName();
            var effect =
                    Optional.ofNullable(component.getAnnotation(OnChange.class))
                            .map(OnChange::value)
                            .or(() -> inherited);
            var inner = inner(component);
            if (inner.isEmpty() && effect.isEmpty())
                throw new IllegalStateException(
                        here
                                + ": says nowhere what a change does; annotate it or a part around it with @OnChange");
            effect.ifPresent(e -> found.put(here, e));
            inner.ifPresent(
                    type ->
                            collect(
                                    type == component.getType() ? here : here + "[]",
                                    type,
                                    effect,
                                    found));
        }
    }

    /** The record inside a field or inside the entries of its list. */
    static Optional<Class<?>> inner(RecordComponent component) {
        if (component.getType().isRecord()) return Optional.of(component.getType());
        if (List.class.isAssignableFrom(component.getType())
                && component.getGenericType() instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> entry
                && entry.isRecord()) return Optional.of(entry);
        return Optional.empty();
    }

    private static void tell(
            String path, JSONSchemaProps schema, Map<String, OnChange.Effect> effects) {
        if (schema.getProperties() == null) return;
        schema.getProperties()
                .forEach(
                        (name, field) -> {
                            var here = path + "." + name;
                            var effect = effects.get(here);
                            if (effect != null)
                                field.setDescription(
                                        field.getDescription() + " " + effect.sentence());
                            tell(here, field, effects);
                            if (field.getItems() != null)
                                tell(here + "[]", field.getItems().getSchema(), effects);
                        });
    }
}
