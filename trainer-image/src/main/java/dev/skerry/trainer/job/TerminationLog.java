package dev.skerry.trainer.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.wire.LastWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kubelet keeps of a container's end: last words after a failure, the last report after
 * success. The file is a mount and cannot be replaced, so it is written in place.
 */
final class TerminationLog {

    /** The kubelet keeps no more. */
    static final int MOST_BYTES = 4096;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final EventLog log;

    TerminationLog(Path file, EventLog log) {
        this.file = file;
        this.log = log;
    }

    void write(LastWords words) {
        try {
            write(JSON.writeValueAsBytes(words));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("last words are always JSON", e);
        }
    }

    /** A report that is too long is left out: half of it would be no JSON. */
    void write(byte[] content) {
        if (content.length > MOST_BYTES) {
            log.event("termination.skipped", "bytes", content.length);
            return;
        }
        try {
            Files.write(file, content);
        } catch (IOException e) {
            log.event("termination.failed", "file", file, "error", e);
        }
    }
}
