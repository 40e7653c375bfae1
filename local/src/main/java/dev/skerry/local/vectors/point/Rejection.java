package dev.skerry.local.vectors.point;

/**
 * Why a request is refused, in words of Qdrant's where Qdrant has some; the service turns the kind
 * into a gRPC code.
 */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, from the caller's point of view. */
    public enum Kind {
        /** The request itself is wrong; sending it again does not help. */
        BAD_INPUT,
        /** A collection or a point that the request names is not here. */
        NOT_FOUND,
        /** A collection of that name is here already. */
        ALREADY_EXISTS,
        /** Right for Qdrant, beyond this small store. */
        UNSUPPORTED,
        /** A limit of this store or of the disk is reached. */
        EXHAUSTED,
        /** What lies on disk cannot be trusted. */
        DAMAGED
    }

    private final Kind kind;

    private Rejection(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public static Rejection badInput(String what) {
        return new Rejection(Kind.BAD_INPUT, "Wrong input: " + what);
    }

    /** A field outside its limits, worded as Qdrant's request validation does. */
    public static Rejection invalidField(String field, String what) {
        return new Rejection(
                Kind.BAD_INPUT, "Validation error in body: [" + field + ": " + what + "]");
    }

    public static Rejection noCollection(String name) {
        return new Rejection(Kind.NOT_FOUND, "Not found: Collection `" + name + "` doesn't exist!");
    }

    public static Rejection noPoint(PointKey key) {
        return new Rejection(Kind.NOT_FOUND, "Not found: No point with id " + key + " found");
    }

    public static Rejection collectionExists(String name) {
        return new Rejection(
                Kind.ALREADY_EXISTS, "Wrong input: Collection `" + name + "` already exists!");
    }

    public static Rejection unsupported(String what) {
        return new Rejection(
                Kind.UNSUPPORTED,
                what + " is not offered by this small local store; use a real Qdrant for it");
    }

    public static Rejection exhausted(String what) {
        return new Rejection(Kind.EXHAUSTED, what);
    }

    public static Rejection damaged(String what) {
        return new Rejection(Kind.DAMAGED, "Service internal error: " + what);
    }
}
