package dev.skerry.api;

/** What a bucket may be called, for the definitions and for every program that names one. */
public final class BucketName {
    /** As S3 has it; with 3 to 63 characters. */
    public static final String PATTERN = "^[a-z0-9](-*[a-z0-9]|\\.[a-z0-9])*$";

    private BucketName() {}
}
