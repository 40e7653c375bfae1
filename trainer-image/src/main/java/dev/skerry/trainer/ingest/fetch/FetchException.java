package dev.skerry.trainer.ingest.fetch;

/** Why a repository could not be read, and whose turn it is. */
public final class FetchException extends Exception {

    private static final long serialVersionUID = 1;

    /** Who can change it: decides whether another attempt makes sense. */
    public enum Fault {
        /** The request: URL, revision, credentials. */
        CONFIG,
        /** The repository: empty, too large, damaged. */
        DATA,
        /** The network or the server: try again. */
        SERVICE,
        /** This machine: its disk is full. */
        DISK
    }

    private final Fault fault;

    public FetchException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public FetchException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
