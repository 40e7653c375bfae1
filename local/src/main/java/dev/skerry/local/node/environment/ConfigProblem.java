package dev.skerry.local.node.environment;

/** A container cannot be configured as its pod asks; the message says what is missing and where. */
public final class ConfigProblem extends Exception {
    public ConfigProblem(String message) {
        super(message);
    }
}
