package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The written record of running children, and the end of those whose parent crashed.
 *
 * <p>One file for each child: pid, start, boot, log file, name of the program, a line each. A
 * process is ended only if pid, start time and boot are those recorded; what it had started, only
 * if it is in the recorded session and still writes to the recorded log file.
 */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Path PROC = Path.of("/proc");
    static final String SUFFIX = ".pid";

    private Leftovers() {}

    /**
     * Kills (SIGKILL) what the folder's records say is still running, and removes the records.
     *
     * @return names of the children that were still there
     */
    public static List<String> sweep(Path registry) throws IOException {
        List<Path> records;
        try (var files = Files.list(registry)) {
            records =
                    files.filter(f -> f.getFileName().toString().endsWith(SUFFIX))
                            .sorted()
                            .toList();
        }
        var ended = new ArrayList<String>();
        for (var file : records) {
            var name = file.getFileName().toString();
            if (end(file)) ended.add(name.substring(0, name.length() - SUFFIX.length()));
            Files.deleteIfExists(file);
        }
        return ended;
    }

    private static boolean end(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        ProcessStamp stamp;
        try {
            stamp =
                    new ProcessStamp(
                            Long.parseLong(lines.get(0)),
                            Long.parseLong(lines.get(1)),
                            lines.get(2),
                            Instant.EPOCH);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            LOG.warn("leftovers.unreadable file={} action=removed", file);
            return false;
        }
        if (!stamp.isOfThisBoot()) return false;
        var wasThere = stamp.isStillRunning();
        if (wasThere) {
            ProcessHandle.of(stamp.pid())
                    .ifPresent(
                            process -> {
                                process.destroyForcibly();
                                awaitEnd(process);
                            });
        }
        var others = lines.size() > 3 ? killSession(stamp, Optional.of(Path.of(lines.get(3)))) : 0;
        return wasThere || others > 0;
    }

    static void record(Path file, ProcessStamp stamp, ChildSpec spec) throws IOException {
        var log = spec.logFile().toAbsolutePath();
        OwnerOnly.write(
                file,
                String.join(
                        "\n",
                        Long.toString(stamp.pid()),
                        Long.toString(stamp.start()),
                        stamp.boot(),
                        log.toString(),
                        spec.command().getFirst(),
                        ""));
    }

    static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("leftovers.kept file={} error=\"{}\"", file, e.getMessage());
        }
    }

    /**
     * Kills what an ended process left in its session. Where {@code /proc} is missing nothing is
     * found.
     *
     * @param logFile what they must write to, needed where the leader's pid may have been reused
     *     since
     * @return how many there were
     */
    static int killSession(ProcessStamp leader, Optional<Path> logFile) {
        if (!Files.isDirectory(PROC)) return 0;
        var killed = 0;
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            for (var process : all.toList()) {
                var pid = process.pid();
                if (pid == leader.pid() || ProcessStamp.sessionOf(pid) != leader.pid()) continue;
                if (logFile.isPresent() && !writesTo(pid, logFile.get())) continue;
                process.destroyForcibly();
                killed++;
            }
        }
        return killed;
    }

    private static boolean writesTo(long pid, Path logFile) {
        for (var descriptor : List.of("1", "2")) {
            try {
                var open =
                        Files.readSymbolicLink(
                                PROC.resolve(Long.toString(pid)).resolve("fd").resolve(descriptor));
                if (open.equals(logFile.toRealPath())) return true;
            } catch (IOException e) {
                // gone meanwhile, or another user's: not ours
            }
        }
        return false;
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            var ended = process.onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
            LOG.info("leftovers.ended pid={}", ended.pid());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            LOG.warn("leftovers.alive pid={} error=\"{}\"", process.pid(), e.toString());
        }
    }
}
