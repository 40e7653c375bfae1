package dev.skerry.operator.storage;

import java.util.List;

/** Checkpoints and reports of a job's attempts in one bucket. */
public sealed interface StoredLeftovers {
    /**
     * @param prefixes of checkpoints, one for each pod that left some, and keys of reports
     */
    record There(List<String> prefixes) implements StoredLeftovers {
        public There {
            prefixes = prefixes == null ? List.of() : List.copyOf(prefixes);
        }
    }

    record Gone() implements StoredLeftovers {}

    /** Nobody knows, or nobody may: asked again later. */
    record Away(String message) implements StoredLeftovers {}
}
