package dev.skerry.local.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What downloads must be, decided when this version of Skerry was made and not by their servers.
 */
final class PinnedDigests {
    private static final String LOCK = "downloads.lock";
    private static final String OPEN = "-";

    private final Map<URI, Optional<String>> digests;

    private PinnedDigests(Map<URI, Optional<String>> digests) {
        this.digests = Map.copyOf(digests);
    }

    /** Of the lock file in this version's source. */
    static PinnedDigests ofThisVersion() {
        try (var in = PinnedDigests.class.getResourceAsStream(LOCK)) {
            if (in == null)
                throw new IOException("resource " + LOCK + " is missing from this build of Skerry");
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param text lines of a SHA-256, or {@code -} where it is not known, and an address
     */
    static PinnedDigests read(String text) {
        var digests = new HashMap<URI, Optional<String>>();
        for (var line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            var parts = line.strip().split("\\s+");
            if (parts.length != 2 || !parts[0].matches(OPEN + "|[0-9a-f]{64}"))
                throw new IllegalArgumentException(
                        "%s: \"%s\" is not a SHA-256 and an address".formatted(LOCK, line));
            var digest = OPEN.equals(parts[0]) ? Optional.<String>empty() : Optional.of(parts[0]);
            if (digests.put(URI.create(parts[1]), digest) != null)
                throw new IllegalArgumentException(LOCK + ": " + parts[1] + " stands there twice");
        }
        return new PinnedDigests(digests);
    }

    Optional<String> of(URI file) {
        return digests.getOrDefault(file, Optional.empty());
    }

    /** Every address of the lock file, with a digest or without. */
    Set<URI> files() {
        return digests.keySet();
    }
}
