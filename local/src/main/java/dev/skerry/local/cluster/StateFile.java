package dev.skerry.local.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** {@code cluster.json} in the state folder of a checkout. */
public final class StateFile {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                    .build();

    private final Path file;

    public StateFile(Path stateFolder) {
        this.file = stateFolder.resolve("cluster.json");
    }

    public Path path() {
        return file;
    }

    /**
     * What was last written; empty where there is no cluster.
     *
     * @throws IOException where the file cannot be read or is none of ours
     */
    public Optional<ClusterState> read() throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), ClusterState.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException(
                    file
                            + ": not a cluster's state; run skerry down --delete ("
                            + e.getOriginalMessage()
                            + ")",
                    e);
        }
    }

    /** When it was last written; empty where it was not. */
    public Optional<Instant> writtenAt() throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(ClusterState state) throws IOException {
        OwnedFiles.write(file, JSON.writeValueAsBytes(state));
    }
}
