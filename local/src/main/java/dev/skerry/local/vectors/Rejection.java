package dev.skerry.local.vectors;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Why a request is refused, in words of Qdrant's where Qdrant has some. */
final class Rejection {
    private Rejection() {}

    static StatusRuntimeException badInput(String what) {
        return of(Status.INVALID_ARGUMENT, "Wrong input: " + what);
    }

    /** A field outside its limits, worded as Qdrant's request validation does. */
    static StatusRuntimeException invalidField(String field, String what) {
        return of(
                Status.INVALID_ARGUMENT,
                "Validation error in body: [%s: %s]".formatted(field, what));
    }

    static StatusRuntimeException noCollection(String name) {
        return of(Status.NOT_FOUND, "Not found: Collection `%s` doesn't exist!".formatted(name));
    }

    static StatusRuntimeException noPoint(PointKey key) {
        return of(Status.NOT_FOUND, "Not found: No point with id %s found".formatted(key));
    }

    static StatusRuntimeException collectionExists(String name) {
        return of(
                Status.ALREADY_EXISTS,
                "Wrong input: Collection `%s` already exists!".formatted(name));
    }

    /** Right for Qdrant, beyond this small store. */
    static StatusRuntimeException unsupported(String what) {
        return of(
                Status.UNIMPLEMENTED,
                what + " is not offered by this small local store; use a real Qdrant for it");
    }

    /** A limit of this store or of the disk is reached. */
    static StatusRuntimeException exhausted(String what) {
        return of(Status.RESOURCE_EXHAUSTED, what);
    }

    private static StatusRuntimeException of(Status code, String what) {
        return code.withDescription(what).asRuntimeException();
    }
}
