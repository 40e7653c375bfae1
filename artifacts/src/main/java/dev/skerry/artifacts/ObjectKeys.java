package dev.skerry.artifacts;

import dev.skerry.api.BucketName;
import dev.skerry.api.ForeignText;
import dev.skerry.api.wire.Places;
import java.util.regex.Pattern;

/**
 * Where things lie in a bucket, and which names may become part of a key. Names are checked here
 * and nowhere else, so no key can leave the folder of its namespace.
 */
public final class ObjectKeys {

    public static final String MANIFEST = "manifest.json";

    /** Says who fills a version that has no manifest yet. */
    static final String CLAIM = ".claim";

    private static final Pattern BUCKET = Pattern.compile("(?=.{3,63}$)" + BucketName.PATTERN);
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern UID =
            Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9]{0,62}[A-Za-z0-9])?");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern VERSION = Pattern.compile("v[1-9][0-9]{0,8}");

    private ObjectKeys() {}

    public static String requireBucket(String bucket) {
        return require(
                BUCKET,
                "bucket",
                bucket,
                "3 to 63 of a-z, 0-9, '.' and '-', dots between letters or digits");
    }

    public static String requireNamespace(String namespace) {
        return require(NAMESPACE, "namespace", namespace, "up to 63 of a-z, 0-9 and '-'");
    }

    /** An artifact's name. */
    public static String requireName(String name) {
        return require(
                NAME, "name", name, "up to 63 of a-z, 0-9, '.' and '-', no two dots in a row");
    }

    public static String requireUid(String uid) {
        return require(UID, "uid", uid, "up to 64 letters, digits and '-'");
    }

    public static String requireVersion(String version) {
        return require(VERSION, "version", version, "v and a number from 1, such as v4");
    }

    /**
     * A file inside an artifact: relative, of up to eight plain segments, none of our own names.
     */
    public static String requireFile(String file) {
        if (file == null || file.length() > 512 || file.isEmpty()) {
            throw bad("file", file, "1 to 512 characters");
        }
        var segments = file.split("/", -1);
        if (segments.length > 8) {
            throw bad("file", file, "at most eight segments");
        }
        for (var segment : segments) {
            if (!SEGMENT.matcher(segment).matches() || segment.contains("..")) {
                throw bad("file", file, "segments of letters, digits, '_', '-' and single dots");
            }
        }
        if (file.equals(MANIFEST)) {
            throw bad("file", file, "another name; this one is the manifest's");
        }
        return file;
    }

    /** {@code artifacts/NS/NAME/} */
    public static String artifact(String namespace, String name) {
        return Places.artifact(requireNamespace(namespace), requireName(name));
    }

    /** {@code artifacts/NS/NAME/vN/} */
    public static String artifact(String namespace, String name, String version) {
        return Places.artifact(
                requireNamespace(namespace), requireName(name), requireVersion(version));
    }

    /** {@code checkpoints/NS/JOB_UID/} */
    public static String checkpoints(String namespace, String jobUid) {
        return places(namespace, jobUid).checkpoints();
    }

    /** {@code reports/NS/JOB_UID/} */
    public static String reports(String namespace, String jobUid) {
        return places(namespace, jobUid).reports();
    }

    /** {@code reports/NS/JOB_UID/POD_UID.json} */
    public static String report(String namespace, String jobUid, String podUid) {
        return places(namespace, jobUid).report(requireUid(podUid));
    }

    private static Places places(String namespace, String jobUid) {
        return new Places(requireNamespace(namespace), requireUid(jobUid));
    }

    private static String require(Pattern pattern, String what, String value, String allowed) {
        if (value == null || !pattern.matcher(value).matches() || value.contains("..")) {
            throw bad(what, value, allowed);
        }
        return value;
    }

    private static IllegalArgumentException bad(String what, String value, String allowed) {
        var shown =
                value == null ? "null" : value.length() > 80 ? value.substring(0, 80) + "…" : value;
        return new IllegalArgumentException(
                "%s: \"%s\" is not allowed; give %s"
                        .formatted(what, ForeignText.shown(shown), allowed));
    }
}
