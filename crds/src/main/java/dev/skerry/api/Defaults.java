package dev.skerry.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.generator.annotation.Default;
import java.lang.reflect.RecordComponent;

/**
 * Fills in what a spec leaves out, from the same annotations that its schema is made of. The API
 * server does so when an object is written; one that was written under an older schema, or that
 * never saw an API server, lacks what came later.
 */
public final class Defaults {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Defaults() {}

    /** The same spec, complete as far as its schema has defaults. */
    public static <R> R resolved(R spec) {
        try {
            ObjectNode tree = JSON.valueToTree(spec);
            fill(spec.getClass(), tree);
            @SuppressWarnings("unchecked")
            var type = (Class<R>) spec.getClass();
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec with its schema's defaults is a spec", e);
        }
    }

    private static void fill(Class<?> type, ObjectNode part) throws JsonProcessingException {
        for (var component : type.getRecordComponents()) {
            var name = component.getName();
            var annotation = component.getAccessor().getAnnotation(Default.class);
            if (annotation != null && !part.hasNonNull(name))
                part.set(name, value(component, annotation.value()));
            if (component.getType().isRecord() && part.get(name) instanceof ObjectNode inner)
                fill(component.getType(), inner);
        }
    }

    private static JsonNode value(RecordComponent component, String text)
            throws JsonProcessingException {
        return component.getType() == String.class
                ? JSON.getNodeFactory().textNode(text)
                : JSON.readTree(text);
    }
}
