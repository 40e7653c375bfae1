package dev.skerry.trainer.ingest.resolve.ecmascript;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Configuration files of a repository as trees: JSON with comments and trailing commas, as {@code
 * tsc} and editors read it, and YAML. What cannot be read is a missing node: a broken file
 * configures nothing.
 */
final class ConfigDocuments {

    private static final int DEEPEST = 64;

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                    .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                    .build();

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static {
        for (var mapper : List.of(JSON, YAML)) {
            mapper.getFactory()
                    .setStreamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
        }
    }

    private final RepositoryTree tree;

    ConfigDocuments(RepositoryTree tree) {
        this.tree = tree;
    }

    JsonNode json(String path) {
        return tree.read(path)
                .map(bytes -> parsed(JSON, bytes))
                .orElseGet(MissingNode::getInstance);
    }

    JsonNode yaml(String path) {
        return tree.read(path)
                .map(bytes -> parsed(YAML, bytes))
                .orElseGet(MissingNode::getInstance);
    }

    /** See {@link RepositoryTree#note}. */
    void note(String path, String note) {
        tree.note(path, note);
    }

    private static JsonNode parsed(ObjectMapper mapper, byte[] bytes) {
        try {
            return mapper.readTree(bytes);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return MissingNode.getInstance();
        }
    }

    /** The text at {@code field}, empty where it is absent, empty or no text. */
    static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(value -> !value.isEmpty());
    }

    /**
     * The texts of an array; a single text counts as an array of one, everything else is passed
     * over.
     */
    static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node != null && node.isTextual()) {
            texts.add(node.textValue());
        } else if (node != null && node.isArray()) {
            node.forEach(
                    element -> {
                        if (element.isTextual()) {
                            texts.add(element.textValue());
                        }
                    });
        }
        return texts;
    }
}
