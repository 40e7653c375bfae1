package dev.skerry.local.node.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodStatus;

/**
 * A strategic-merge patch of a pod's status. Conditions are merged field by field, so what a
 * condition no longer says is sent as null.
 */
final class StatusPatch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusPatch() {}

    static String of(String uid, PodStatus status) {
        ObjectNode patch = JSON.createObjectNode();
        patch.putObject("metadata").put("uid", uid);
        ObjectNode tree = JSON.valueToTree(status);
        nullIfAbsent(tree, "reason");
        nullIfAbsent(tree, "message");
        for (var condition : tree.path("conditions")) {
            nullIfAbsent((ObjectNode) condition, "reason");
            nullIfAbsent((ObjectNode) condition, "message");
        }
        patch.set("status", tree);
        try {
            return JSON.writeValueAsString(patch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }

    private static void nullIfAbsent(ObjectNode node, String field) {
        if (!node.has(field)) node.putNull(field);
    }
}
