package dev.skerry.local.node.log;

/** The two outputs of a program. */
public enum Stream {
    OUT("stdout"),
    ERR("stderr");

    private final String label;

    Stream(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
