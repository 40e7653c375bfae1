package dev.skerry.api;

/** A reason in a condition. Names are API; the reference is made from here. */
public interface Reason {
    /** The name in status. */
    String id();

    /** One sentence for the reference. */
    String description();
}
