/**
 * Versioned, checksummed artifacts and checkpoints on S3.
 *
 * <p>Data first, manifest last: what has no manifest does not exist for a reader, what has one is
 * complete, and each file's size and SHA-256 are in it. A manifest is written with {@code
 * If-None-Match: *} and never changed.
 */
package dev.skerry.artifacts;
