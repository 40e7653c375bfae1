package dev.skerry.local.vectors.point;

import io.qdrant.client.grpc.Common.PointId;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a point: an unsigned 64-bit number or a UUID. Ordered as Qdrant pages through points:
 * numbers first, by value, then UUIDs by their bytes.
 *
 * @param uuid whether this is a UUID; a number has {@code high} = 0
 */
public record PointKey(boolean uuid, long high, long low) implements Comparable<PointKey> {
    private static final Pattern HYPHENATED =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern SIMPLE = Pattern.compile("[0-9a-fA-F]{32}");

    public static PointKey of(long number) {
        return new PointKey(false, 0, number);
    }

    public static PointKey of(UUID uuid) {
        return new PointKey(true, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    public static PointKey of(PointId id) {
        return switch (id.getPointIdOptionsCase()) {
            case NUM -> of(id.getNum());
            case UUID -> parse(id.getUuid());
            case POINTIDOPTIONS_NOT_SET -> throw Rejection.badInput("No ID options provided");
        };
    }

    private static PointKey parse(String text) {
        if (HYPHENATED.matcher(text).matches()) {
            return of(UUID.fromString(text));
        }
        if (SIMPLE.matcher(text).matches()) {
            return new PointKey(
                    true,
                    Long.parseUnsignedLong(text, 0, 16, 16),
                    Long.parseUnsignedLong(text, 16, 32, 16));
        }
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        throw Rejection.badInput("Unable to parse UUID: " + shown);
    }

    public PointId toProto() {
        return uuid
                ? PointId.newBuilder().setUuid(new UUID(high, low).toString()).build()
                : PointId.newBuilder().setNum(low).build();
    }

    @Override
    public int compareTo(PointKey other) {
        if (uuid != other.uuid) {
            return uuid ? 1 : -1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return uuid ? new UUID(high, low).toString() : Long.toUnsignedString(low);
    }
}
