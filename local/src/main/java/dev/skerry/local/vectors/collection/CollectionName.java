package dev.skerry.local.vectors.collection;

import dev.skerry.local.vectors.point.Rejection;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a collection may be called, and the folder it lies in: the name of a folder is never the
 * name somebody sent.
 */
final class CollectionName {
    private static final int MAX_LENGTH = 255;
    private static final int MAX_SLUG = 40;
    private static final String REFUSED = "<>:\"/\\|?*\0\u001f";
    private static final SecureRandom RANDOM = new SecureRandom();

    private CollectionName() {}

    static String check(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw Rejection.invalidField(
                    "collection_name",
                    "must be from 1 to " + MAX_LENGTH + " characters, got " + name.length());
        }
        for (int i = 0; i < name.length(); i++) {
            if (REFUSED.indexOf(name.charAt(i)) >= 0) {
                throw Rejection.invalidField(
                        "collection_name",
                        "collection name cannot contain \"" + name.charAt(i) + "\" char");
            }
        }
        if (name.equals(".") || name.equals("..")) {
            throw Rejection.invalidField("collection_name", "\"" + name + "\" is no name");
        }
        return name;
    }

    /**
     * A new folder name that begins like the collection's, for who looks into the data directory.
     */
    static String newFolder(String name) {
        String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        return slug.substring(0, Math.min(slug.length(), MAX_SLUG))
                + "."
                + HexFormat.of().formatHex(random);
    }
}
