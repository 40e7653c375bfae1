package dev.skerry.api;

/** The type of a condition. Names are API; the reference is made from here. */
public interface ConditionType {
    /** The name in status. */
    String id();

    /** One sentence for the reference. */
    String description();
}
