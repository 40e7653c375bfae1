package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Path path;
    private final Children children;
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    TestFolder(String name) throws IOException {
        this.path = Files.createTempDirectory("skerry-" + name + "-");
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
        try (var all = Files.walk(path)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("test.remove folder={} error=\"{}\"", path, e.toString());
        }
    }
}
