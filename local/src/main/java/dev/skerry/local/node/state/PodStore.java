package dev.skerry.local.node.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of all pods, one per uid, each with its record. */
public final class PodStore {
    private static final Logger LOG = LoggerFactory.getLogger(PodStore.class);
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build();

    private final Path root;

    public PodStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public PodFolder folder(String uid) {
        if (!uid.matches("[0-9a-zA-Z-]{1,64}")) {
            throw new IllegalArgumentException("metadata.uid: \"" + uid + "\" is no uid");
        }
        return new PodFolder(root.resolve(uid));
    }

    public List<PodRecord> loadAll() {
        var records = new ArrayList<PodRecord>();
        for (var uid : uids()) load(uid).ifPresent(records::add);
        return records;
    }

    public List<String> uids() {
        if (!Files.isDirectory(root)) return List.of();
        try (var folders = Files.list(root)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(root + " cannot be listed", e);
        }
    }

    public Optional<PodRecord> load(String uid) {
        var file = folder(uid).record();
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), PodRecord.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("record.unreadable file={} error=\"{}\"", file, e.getMessage());
            return Optional.empty();
        }
    }

    public void save(PodRecord record) {
        var file = folder(record.uid()).record();
        var beside = file.resolveSibling("pod.json.new");
        try {
            Files.createDirectories(file.getParent());
            Files.write(beside, JSON.writeValueAsBytes(record));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    public void delete(String uid) {
        deleteTree(folder(uid).root());
    }

    /** Removes a folder and what is in it; what cannot be removed is logged and left. */
    public static void deleteTree(Path top) {
        if (!Files.exists(top)) return;
        try (var paths = Files.walk(top)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("folder.remains path={} error=\"{}\"", top, e.toString());
        }
    }
}
