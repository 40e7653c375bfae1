package dev.skerry.operator.status;

/** The value of a condition. */
public enum Verdict {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String id;

    Verdict(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
