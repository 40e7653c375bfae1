package dev.skerry.trainer.ingest.publish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Point ids: the same file of the same run always has the same one, so an upload that is repeated
 * changes nothing.
 */
final class PointIds {

    /** UUIDv5 of {@code https://skerry.dev/points} in the URL namespace. Never changes. */
    static final UUID NAMESPACE = UUID.fromString("a601f20b-5d2c-54fc-a29e-99d129ff721d");

    private PointIds() {}

    static UUID of(Origin origin, String path) {
        return version5(
                NAMESPACE,
                String.join("\0", origin.namespace(), origin.repoUrl(), path, origin.runId()));
    }

    /** RFC 9562, section 5.5. */
    private static UUID version5(UUID namespace, String name) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
        sha1.update(
                ByteBuffer.allocate(16)
                        .putLong(namespace.getMostSignificantBits())
                        .putLong(namespace.getLeastSignificantBits())
                        .flip());
        var hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long most = (hash.getLong() & ~0xF000L) | 0x5000L;
        long least = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(most, least);
    }
}
