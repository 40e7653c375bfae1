package dev.skerry.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
            if (!fill(spec.getClass(), tree)) return spec;
            @SuppressWarnings("unchecked")
            var type = (Class<R>) spec.getClass();
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a spec with its schema's defaults is a spec", e);
        }
    }

    /** Whether anything was missing. */
    private static boolean fill(Class<?> type, ObjectNode part) {
        boolean filled = false;
        for (var field : SpecField.of(type)) {
            if (field.fallback().isPresent() && !part.hasNonNull(field.name())) {
                part.set(field.name(), field.fallback().get().deepCopy());
                filled = true;
            }
            if (field.isPart() && part.get(field.name()) instanceof ObjectNode inner)
                filled |= fill(field.type(), inner);
        }
        return filled;
    }
}
