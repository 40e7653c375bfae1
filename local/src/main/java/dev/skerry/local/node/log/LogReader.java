package dev.skerry.local.node.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers a {@link LogQuery} from the files of one run. */
public final class LogReader {
    private final LogQuery query;
    private final OutputStream out;
    private long left;
    private boolean lineOpen;

    private LogReader(LogQuery query, OutputStream out) {
        this.query = query;
        this.out = out;
        left = query.limitBytes().orElse(Long.MAX_VALUE);
    }

    /**
     * Writes what was asked for; with {@code follow}, until the log is closed or the reader leaves
     * (which {@code out} reports by an exception).
     *
     * @param live the log while its container runs
     */
    public static void copy(
            Path file, Optional<ContainerLog> live, LogQuery query, OutputStream out)
            throws IOException, InterruptedException {
        new LogReader(query, out).run(file, live);
    }

    private void run(Path file, Optional<ContainerLog> live)
            throws IOException, InterruptedException {
        long skip = query.tailLines().isPresent() ? surplus(file, query.tailLines()) : 0;
        try (var cursor = new LogCursor(file)) {
            while (left > 0) {
                boolean closed = live.map(ContainerLog::isClosed).orElse(true);
                long seen = live.map(ContainerLog::version).orElse(0L);
                skip = drain(cursor, skip);
                out.flush();
                if (!query.follow() || closed) return;
                live.orElseThrow().awaitChange(seen, Duration.ofSeconds(5));
            }
        }
    }

    private long drain(LogCursor cursor, long skip) throws IOException {
        long toSkip = skip;
        while (left > 0) {
            var next = cursor.next();
            if (next.isEmpty()) break;
            var record = next.get();
            if (!wanted(record)) continue;
            if (toSkip > 0) {
                if (record.whole()) toSkip--;
                continue;
            }
            write(record);
        }
        return toSkip;
    }

    private long surplus(Path file, OptionalLong tail) throws IOException {
        long lines = 0;
        boolean open = false;
        try (var cursor = new LogCursor(file)) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                if (!wanted(next.get())) continue;
                open = !next.get().whole();
                if (!open) lines++;
            }
        }
        return Math.max(0, lines + (open ? 1 : 0) - tail.getAsLong());
    }

    private boolean wanted(LogRecord record) {
        return (query.since().isEmpty() || !record.instant().isBefore(query.since().get()))
                && (query.stream().isEmpty() || query.stream().get() == record.stream());
    }

    private void write(LogRecord record) throws IOException {
        if (query.timestamps() && !lineOpen) {
            write((record.time() + " ").getBytes(StandardCharsets.US_ASCII));
        }
        write(record.content());
        if (record.whole()) write(new byte[] {'\n'});
        lineOpen = !record.whole();
    }

    private void write(byte[] bytes) throws IOException {
        int count = (int) Math.min(left, bytes.length);
        out.write(bytes, 0, count);
        left -= count;
    }
}
