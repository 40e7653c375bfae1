package dev.skerry.trainer.ingest.publish;

import java.io.IOException;

/**
 * Why the vector store did not do what was asked: one sentence that says what, where and what to
 * do.
 */
public abstract sealed class VectorStoreException extends IOException {

    private VectorStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Away, slow or busy; another attempt may succeed. */
    public static final class Unavailable extends VectorStoreException {
        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The key is missing, wrong, or may not do this. */
    public static final class Refused extends VectorStoreException {
        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The collection does not exist. */
    public static final class NoCollection extends VectorStoreException {
        public NoCollection(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The store will never take this, such as vectors of another length. */
    public static final class Rejected extends VectorStoreException {
        public Rejected(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
