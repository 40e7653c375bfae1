package dev.skerry.local.controlplane;

/** A program can be had in none of the three ways; the message names them all and what to do. */
public final class BinaryUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    BinaryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
