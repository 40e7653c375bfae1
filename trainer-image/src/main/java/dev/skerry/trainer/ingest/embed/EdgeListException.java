package dev.skerry.trainer.ingest.embed;

/** An edge list that cannot be read; the message says which file and line, and what to do. */
public final class EdgeListException extends Exception {

    private static final long serialVersionUID = 1;

    EdgeListException(String message) {
        super(message);
    }
}
