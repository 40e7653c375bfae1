package dev.skerry.operator.storage;

/** Checkpoints and reports of a job's ended runs in one bucket. */
public sealed interface StoredLeftovers {
    record There() implements StoredLeftovers {}

    record Gone() implements StoredLeftovers {}

    /** Nobody knows, or nobody may: asked again later. */
    record Away(String message) implements StoredLeftovers {}

    record NotAsked() implements StoredLeftovers {}
}
