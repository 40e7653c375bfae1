package dev.skerry.artifacts;

import java.io.IOException;

/**
 * Why object storage did not do what was asked: one sentence that says what, where and what to do.
 * The subtype says whom it concerns, and so whether trying again can help.
 */
public abstract sealed class StorageException extends IOException {

    private StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call may succeed later without anybody changing anything. */
    public final boolean isTransient() {
        return this instanceof Unavailable;
    }

    /** The store is away, slow, full or busy; the same call may succeed later. */
    public static final class Unavailable extends StorageException {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store answered and does not accept the credentials, or these may not do this. */
    public static final class Refused extends StorageException {
        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The bucket does not exist. */
    public static final class NoBucket extends StorageException {
        public NoBucket(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** There is no such object, version or checkpoint. */
    public static final class NotFound extends StorageException {
        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What lies there is not what its manifest says, or is no manifest. */
    public static final class BadContent extends StorageException {
        public BadContent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The store understood the request and will never do it (a bad bucket name, an operation it
     * does not know).
     */
    public static final class Rejected extends StorageException {
        public Rejected(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
