package dev.skerry.artifacts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skerry.api.wire.Manifest;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Manifests as bytes. What is read is checked, as anybody with access to the bucket may have
 * written it.
 */
final class ManifestCodec {

    static final int MOST_BYTES = 4 << 20;

    private static final int MOST_FILES = 10_000;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private ManifestCodec() {}

    static byte[] write(Object manifest) {
        try {
            return JSON.writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "manifest: cannot be written as JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    static <T> T readAs(Class<T> type, byte[] bytes, String place)
            throws StorageException.BadContent {
        try {
            T value = JSON.readValue(bytes, type);
            if (value == null) {
                throw bad(place, "is null", null);
            }
            return value;
        } catch (StorageException.BadContent e) {
            throw e;
        } catch (IOException e) {
            throw bad(place, "is not the JSON that was expected", e);
        }
    }

    static Manifest read(byte[] bytes, String place) throws StorageException.BadContent {
        var manifest = readAs(Manifest.class, bytes, place);
        if (manifest.version() != Manifest.VERSION) {
            throw bad(
                    place,
                    "has format version %d, this program reads %d"
                            .formatted(manifest.version(), Manifest.VERSION),
                    null);
        }
        if (manifest.kind() == null || manifest.files() == null) {
            throw bad(place, "lacks kind or files", null);
        }
        if (manifest.files().size() > MOST_FILES) {
            throw bad(place, "names more than " + MOST_FILES + " files", null);
        }
        var paths = new HashSet<String>();
        for (var entry : manifest.files()) {
            check(entry, paths, place);
        }
        return manifest;
    }

    private static void check(Manifest.Entry entry, Set<String> paths, String place)
            throws StorageException.BadContent {
        if (entry == null) {
            throw bad(place, "has an empty entry", null);
        }
        try {
            ObjectKeys.requireFile(entry.path());
        } catch (IllegalArgumentException e) {
            throw bad(place, "names a " + e.getMessage(), e);
        }
        if (!paths.add(entry.path())) {
            throw bad(place, "names " + entry.path() + " twice", null);
        }
        if (entry.sha256() == null
                || !SHA256.matcher(entry.sha256()).matches()
                || entry.size() < 0) {
            throw bad(place, "has no valid checksum and size for " + entry.path(), null);
        }
    }

    private static StorageException.BadContent bad(String place, String what, Throwable cause) {
        return new StorageException.BadContent(
                "%s: %s; use another version".formatted(place, what), cause);
    }
}
