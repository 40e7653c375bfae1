package dev.skerry.artifacts.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Standing still at a fault point. Where {@code FOLDER/hold/POINT} exists the thread leaves {@code
 * FOLDER/reached/POINT.PID.N} and waits until either file is gone: without the first all go on,
 * without the second this one does, and the next to come stands again.
 */
final class Stand {
    static final String PROPERTY = "dev.skerry.fault.points";

    /** Null where the program is not armed: then no point costs more than looking at this. */
    static final Path FOLDER = folder(System.getProperty(PROPERTY));

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final AtomicLong NEXT = new AtomicLong();

    private Stand() {}

    private static Path folder(String property) {
        return property == null || property.isBlank() ? null : Path.of(property);
    }

    static Path hold(Path folder) {
        return folder.resolve("hold");
    }

    static Path reached(Path folder) {
        return folder.resolve("reached");
    }

    static void at(String point) {
        at(FOLDER, point, LONGEST);
    }

    /** A fault of the folder is none of the program's: it goes on. */
    static void at(Path folder, String point, Duration longest) {
        Path hold = hold(folder).resolve(point);
        if (!Files.exists(hold)) return;
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            Path reached =
                    Files.createFile(
                            Files.createDirectories(reached(folder))
                                    .resolve(
                                            "%s.%d.%d"
                                                    .formatted(
                                                            point,
                                                            ProcessHandle.current().pid(),
                                                            NEXT.getAndIncrement())));
            while (Files.exists(hold) && Files.exists(reached) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
            }
            Files.deleteIfExists(reached);
        } catch (IOException e) {
            System.err.println("fault point " + point + " cannot be held: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
