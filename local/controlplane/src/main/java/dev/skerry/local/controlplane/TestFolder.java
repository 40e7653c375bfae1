package dev.skerry.local.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder with children of its own, for the life of this JVM: all is closed and removed
 * at its end.
 */
final class TestFolder {
    private static final Logger LOG = LoggerFactory.getLogger(TestFolder.class);

    private static final String PREFIX = "skerry-test-";

    private final Path path;
    private final Children children;
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    TestFolder(String name) throws IOException {
        removeAbandoned();
        this.path = Files.createTempDirectory(PREFIX + name + "-");
        this.children = Children.open(path.resolve("run"));
        closing.push(children);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
    }

    Path path() {
        return path;
    }

    Children children() {
        return children;
    }

    synchronized <T extends AutoCloseable> T closedAtTheEnd(T resource) {
        closing.push(resource);
        return resource;
    }

    private synchronized void close() {
        while (!closing.isEmpty()) {
            try {
                closing.pop().close();
            } catch (Exception e) {
                LOG.warn("test.close folder={} error=\"{}\"", path, e.toString());
            }
        }
        remove(path);
    }

    /** Folders of JVMs that were killed before they could clean up, an hour ago or longer. */
    private static void removeAbandoned() throws IOException {
        var hourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (var folder : folders) {
                var registry = folder.resolve("run");
                if (!Files.isWritable(registry)
                        || Files.getLastModifiedTime(folder).compareTo(hourAgo) > 0) continue;
                try (var abandoned = Children.open(registry)) {
                    LOG.info(
                            "test.abandoned folder={} living={}",
                            folder,
                            abandoned.living().size());
                    remove(folder);
                } catch (IOException e) {
                    LOG.debug("test.inuse folder={} reason=\"{}\"", folder, e.getMessage());
                }
            }
        }
    }

    private static void remove(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("test.remove folder={} error=\"{}\"", folder, e.toString());
        }
    }
}
