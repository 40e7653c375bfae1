package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Which process this is, over reuse of process ids and over reboots.
 *
 * @param pid process id
 * @param start clock ticks since boot on Linux (exact), else milliseconds since 1970
 * @param boot the boot's id on Linux, else empty
 * @param startedAt for people; never compared
 */
record ProcessStamp(long pid, long start, String boot, Instant startedAt) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    static Optional<ProcessStamp> of(ProcessHandle handle) {
        var started = handle.info().startInstant();
        if (!Files.isReadable(BOOT_ID)) {
            return started.map(at -> new ProcessStamp(handle.pid(), at.toEpochMilli(), "", at));
        }
        try {
            var start = Long.parseLong(statFields(handle.pid())[19]);
            var boot = Files.readString(BOOT_ID).strip();
            return Optional.of(
                    new ProcessStamp(handle.pid(), start, boot, started.orElse(Instant.now())));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** True if the process that was stamped is still there, and not another with its number. */
    boolean isStillRunning() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(ProcessStamp::of)
                .filter(this::isSame)
                .isPresent();
    }

    boolean isSame(ProcessStamp other) {
        return pid == other.pid && start == other.start && boot.equals(other.boot);
    }

    /** True unless the machine was started again since. */
    boolean isOfThisBoot() {
        try {
            return boot.isEmpty() || Files.readString(BOOT_ID).strip().equals(boot);
        } catch (IOException e) {
            return false;
        }
    }

    /** Session of a process, from {@code /proc}; -1 where that cannot be read. */
    static long sessionOf(long pid) {
        try {
            return Long.parseLong(statFields(pid)[3]);
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    /**
     * Fields of {@code /proc/PID/stat} from the third on: the second, the name, may hold blanks and
     * brackets.
     */
    private static String[] statFields(long pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }
}
