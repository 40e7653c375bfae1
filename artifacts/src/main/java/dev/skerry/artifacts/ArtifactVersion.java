package dev.skerry.artifacts;

/**
 * A published artifact.
 *
 * @param version such as {@code v4}
 * @param uri such as {@code s3://skerry/artifacts/demo/flask/v4/}
 */
public record ArtifactVersion(String name, String version, String uri) {

    /** 4 for {@code v4}. */
    public int number() {
        return Integer.parseInt(version.substring(1));
    }
}
