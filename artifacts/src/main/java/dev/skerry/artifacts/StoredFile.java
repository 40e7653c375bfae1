package dev.skerry.artifacts;

/**
 * What was uploaded.
 *
 * @param sha256 of all bytes, 64 lower-case hexadecimal digits
 */
public record StoredFile(String key, String sha256, long size) {}
