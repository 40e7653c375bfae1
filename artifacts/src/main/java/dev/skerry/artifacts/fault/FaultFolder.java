package dev.skerry.artifacts.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The other side of {@link FaultPoint}: a harness holds points and sees who stands at them. */
public final class FaultFolder {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Path folder;
    private final Path hold;
    private final Path reached;

    public FaultFolder(Path folder) {
        this.folder = folder;
        this.hold = Stand.hold(folder);
        this.reached = Stand.reached(folder);
    }

    /** What a Java program is armed by, on its own command line. */
    public String jvmOption() {
        return "-D" + Stand.PROPERTY + "=" + folder;
    }

    /** Who comes to the point from now on stands there. */
    public void hold(String point) {
        try {
            Files.createDirectories(hold);
            Files.createDirectories(reached);
            clear(reached);
            Files.createFile(hold.resolve(point));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that stands at the point; empty where none comes within the limit. */
    public Optional<ProcessHandle> awaitStanding(String point, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            var standing = standing(point);
            while (standing.isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
                standing = standing(point);
            }
            return standing.flatMap(FaultFolder::process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Lets the one that stands go on; the next to come stands again. */
    public void letPass(String point) {
        try {
            var standing = standing(point);
            if (standing.isPresent()) Files.deleteIfExists(standing.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All go on, and nobody stands any more. */
    public void release() {
        try {
            clear(hold);
            clear(reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> standing(String point) throws IOException {
        try (var files = Files.list(reached)) {
            return files.filter(f -> f.getFileName().toString().startsWith(point + "."))
                    .filter(f -> process(f).isPresent())
                    .findFirst();
        }
    }

    private static Optional<ProcessHandle> process(Path standing) {
        var parts = standing.getFileName().toString().split("\\.", -1);
        return ProcessHandle.of(Long.parseLong(parts[parts.length - 2]))
                .filter(ProcessHandle::isAlive);
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) Files.deleteIfExists(file);
        }
    }
}
