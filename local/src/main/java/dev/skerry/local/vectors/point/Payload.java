package dev.skerry.local.vectors.point;

import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a point says about itself: named values of any kind. */
public sealed interface Payload permits EncodedPayload, Payload.Nested {
    /** The value under the first key of a path. */
    Optional<Value> first(PayloadPath path);

    /** All values at a path, none where it leads nowhere. */
    default List<Value> valuesAt(PayloadPath path) {
        return first(path).map(path::follow).orElse(List.of());
    }

    /** An object inside a payload, seen as a payload of its own by a nested filter. */
    record Nested(Map<String, Value> fields) implements Payload {
        @Override
        public Optional<Value> first(PayloadPath path) {
            return Optional.ofNullable(fields.get(path.firstKey()));
        }
    }
}
