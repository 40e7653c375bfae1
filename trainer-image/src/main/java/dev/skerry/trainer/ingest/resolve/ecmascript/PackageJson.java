package dev.skerry.trainer.ingest.resolve.ecmascript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What resolution needs of a {@code package.json}.
 *
 * @param directory where it lies
 * @param fields every field, as read; read through the methods, which bear any type of value
 */
record PackageJson(String directory, JsonNode fields) {

    private static final List<String> LOCAL_PROTOCOLS = List.of("file:", "link:", "portal:");
    private static final List<String> DEPENDENCY_FIELDS =
            List.of("dependencies", "devDependencies", "peerDependencies", "optionalDependencies");

    Optional<String> name() {
        return ConfigDocuments.text(fields, "name");
    }

    Optional<String> text(String field) {
        return ConfigDocuments.text(fields, field);
    }

    /** {@code exports}, empty where it is absent or null. */
    Optional<JsonNode> exports() {
        return Optional.ofNullable(fields.get("exports")).filter(node -> !node.isNull());
    }

    Optional<JsonNode> imports() {
        return Optional.ofNullable(fields.get("imports")).filter(JsonNode::isObject);
    }

    /** The globs of {@code workspaces}, in either of its two shapes. */
    List<String> workspaces() {
        var workspaces = fields.get("workspaces");
        return ConfigDocuments.texts(
                workspaces != null && workspaces.isObject()
                        ? workspaces.get("packages")
                        : workspaces);
    }

    boolean dependsOn(String name) {
        return DEPENDENCY_FIELDS.stream().anyMatch(field -> fields.path(field).has(name));
    }

    /**
     * Dependencies that are directories of this repository by their protocol: name to directory.
     */
    Map<String, String> localDependencies() {
        var directories = new HashMap<String, String>();
        for (var field : DEPENDENCY_FIELDS) {
            for (var entry : fields.path(field).properties()) {
                for (var protocol : LOCAL_PROTOCOLS) {
                    var value = entry.getValue();
                    if (value.isTextual() && value.textValue().startsWith(protocol)) {
                        RepositoryPath.join(
                                        directory, value.textValue().substring(protocol.length()))
                                .ifPresent(path -> directories.put(entry.getKey(), path));
                    }
                }
            }
        }
        return directories;
    }
}
