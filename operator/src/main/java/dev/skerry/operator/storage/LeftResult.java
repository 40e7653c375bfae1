package dev.skerry.operator.storage;

import com.fasterxml.jackson.databind.JsonNode;

/** The result that a pod left behind because no operator took its last report. */
public sealed interface LeftResult {
    record Found(String podUid, JsonNode result) implements LeftResult {}

    record None() implements LeftResult {}

    /** Nobody knows yet: storage does not answer. */
    record Away(String message) implements LeftResult {}
}
