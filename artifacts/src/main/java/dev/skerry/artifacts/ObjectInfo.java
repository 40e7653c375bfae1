package dev.skerry.artifacts;

import java.time.Instant;

/** An object as a listing shows it. */
public record ObjectInfo(String key, long size, Instant lastModified) {}
