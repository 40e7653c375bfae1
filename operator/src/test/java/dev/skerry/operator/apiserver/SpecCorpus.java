package dev.skerry.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.skerry.api.IngestionJobSpec;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Specs that the API server takes and refuses. {@code LONG63} stands for a text of 64 characters,
 * {@code MANY17} for a list of 17 texts, {@code MANY17NAMED} and {@code MANY33OBJECTS} for lists of
 * objects.
 */
final class SpecCorpus {
    private static final Path FOLDER = Path.of("src/test/resources/schema");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern LONG = Pattern.compile("LONG(\\d+)");
    private static final Pattern MANY = Pattern.compile("MANY(\\d+)([A-Z]*)");

    private SpecCorpus() {}

    /**
     * @param field that is wrong, by its path in the spec
     * @param says what the refusal contains
     */
    record Invalid(String field, String says, JsonNode spec) {}

    static List<Invalid> invalid() throws IOException {
        var found = new ArrayList<Invalid>();
        for (var entry : read("invalid.yaml")) found.add(YAML.treeToValue(entry, Invalid.class));
        return found;
    }

    static List<JsonNode> valid() throws IOException {
        var found = new ArrayList<JsonNode>();
        read("valid.yaml").forEach(found::add);
        return found;
    }

    /** Every field of the spec that holds a value. */
    static List<String> fields() {
        var found = new ArrayList<String>();
        collect("", IngestionJobSpec.class, found);
        return found;
    }

    private static void collect(String path, Class<?> part, List<String> found) {
        for (var component : part.getRecordComponents()) {
            var here = path + component.getName();
            if (component.getType().isRecord()) {
                collect(here + ".", component.getType(), found);
                continue;
            }
            found.add(here);
            if (component.getGenericType() instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] instanceof Class<?> entry
                    && entry.isRecord()) collect(here + "[].", entry, found);
        }
    }

    private static JsonNode read(String file) throws IOException {
        var text = Files.readString(FOLDER.resolve(file));
        text = LONG.matcher(text).replaceAll(m -> "x".repeat(Integer.parseInt(m.group(1)) + 1));
        return YAML.readTree(
                MANY.matcher(text)
                        .replaceAll(
                                m ->
                                        list(
                                                Integer.parseInt(m.group(1)),
                                                switch (m.group(2)) {
                                                    case "NAMED" -> i -> "{name: n" + i + "}";
                                                    case "OBJECTS" -> i -> "{key: k" + i + "}";
                                                    default -> i -> "x" + i;
                                                })));
    }

    private static String list(int count, IntFunction<String> entry) {
        return IntStream.range(0, count)
                .mapToObj(entry)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
