package dev.skerry.tests.faults;

import dev.skerry.tests.cluster.Skerry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The other side of {@code dev.skerry.artifacts.fault}: holds points, sees who stands at them. */
public final class FaultFolder {
    private final Path hold;
    private final Path reached;

    public FaultFolder(Path folder) {
        this.hold = folder.resolve("hold");
        this.reached = folder.resolve("reached");
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
        try {
            var standing =
                    Awaitility.await()
                            .atMost(limit)
                            .pollInterval(Duration.ofMillis(10))
                            .until(() -> standing(point), Optional::isPresent);
            return standing.flatMap(FaultFolder::process);
        } catch (ConditionTimeoutException e) {
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

    static FaultFolder of(Skerry skerry) {
        return new FaultFolder(skerry.faults());
    }
}
