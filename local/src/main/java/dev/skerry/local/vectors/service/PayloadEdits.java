package dev.skerry.local.vectors.service;

import dev.skerry.local.vectors.point.EncodedPayload;
import dev.skerry.local.vectors.point.PayloadPath;
import dev.skerry.local.vectors.point.Rejection;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes to payloads; a null removes its field, as in Qdrant. */
final class PayloadEdits {
    private PayloadEdits() {}

    static UnaryOperator<EncodedPayload> merge(Map<String, Value> with, String key) {
        refuseKey(key);
        return old -> {
            var fields = new HashMap<>(old.toMap());
            with.forEach(
                    (name, value) -> {
                        if (value.hasNullValue()) {
                            fields.remove(name);
                        } else {
                            fields.put(name, value);
                        }
                    });
            return EncodedPayload.of(fields);
        };
    }

    static EncodedPayload whole(Map<String, Value> fields, String key) {
        refuseKey(key);
        return EncodedPayload.of(fields);
    }

    static UnaryOperator<EncodedPayload> without(List<String> keys) {
        Set<String> gone = new HashSet<>();
        for (String key : keys) {
            PayloadPath path = PayloadPath.parse(key);
            if (!path.rest().isEmpty()) {
                throw Rejection.unsupported("removing a nested payload field (`" + key + "`)");
            }
            gone.add(path.firstKey());
        }
        return old -> {
            var fields = new HashMap<>(old.toMap());
            fields.keySet().removeAll(gone);
            return EncodedPayload.of(fields);
        };
    }

    private static void refuseKey(String key) {
        if (!key.isEmpty()) {
            throw Rejection.unsupported("setting a payload below a key (`" + key + "`)");
        }
    }
}
