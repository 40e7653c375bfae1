package dev.skerry.local.vectors;

import io.qdrant.client.grpc.Common.PointId;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a point, an unsigned 64-bit number or a UUID, as a text that sorts as Qdrant pages
 * through points: numbers first, by value, then UUIDs.
 */
record PointKey(String sortable) implements Comparable<PointKey> {
    private static final Pattern HYPHENATED =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern SIMPLE =
            Pattern.compile(
                    "([0-9a-fA-F]{8})([0-9a-fA-F]{4})([0-9a-fA-F]{4})([0-9a-fA-F]{4})([0-9a-fA-F]{12})");

    static PointKey of(PointId id) {
        return switch (id.getPointIdOptionsCase()) {
            case NUM -> new PointKey("n%016x".formatted(id.getNum()));
            case UUID -> uuid(id.getUuid());
            case POINTIDOPTIONS_NOT_SET -> throw Rejection.badInput("No ID options provided");
        };
    }

    private static PointKey uuid(String text) {
        var hyphenated = SIMPLE.matcher(text).replaceFirst("$1-$2-$3-$4-$5");
        if (!HYPHENATED.matcher(hyphenated).matches()) {
            var shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
            throw Rejection.badInput("Unable to parse UUID: " + shown);
        }
        return new PointKey("u" + UUID.fromString(hyphenated));
    }

    @Override
    public int compareTo(PointKey other) {
        return sortable.compareTo(other.sortable);
    }

    @Override
    public String toString() {
        var id = sortable.substring(1);
        return sortable.startsWith("u")
                ? id
                : Long.toUnsignedString(Long.parseUnsignedLong(id, 16));
    }
}
