package dev.skerry.local.node.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads records in order, over the rotated file and into the current one, as it grows and rotates.
 */
final class LogCursor implements AutoCloseable {
    private final Path file;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(256);
    private InputStream in = InputStream.nullInputStream();
    private Object key = "none";

    LogCursor(Path file) throws IOException {
        this.file = file;
        var rotated = ContainerLog.rotated(file);
        if (!open(rotated)) open(file);
    }

    /** The next record, or nothing at the present end; asking again later is fine. */
    Optional<LogRecord> next() throws IOException {
        while (true) {
            var line = line();
            if (line.isPresent()) {
                var record = LogRecord.parse(line.get());
                if (record.isPresent()) return record;
            } else if (!moveOn()) {
                return Optional.empty();
            }
        }
    }

    private Optional<byte[]> line() throws IOException {
        int read;
        while ((read = in.read()) >= 0) {
            if (read == '\n') {
                var line = pending.toByteArray();
                pending.reset();
                return Optional.of(line);
            }
            pending.write(read);
        }
        return Optional.empty();
    }

    private boolean moveOn() throws IOException {
        if (Objects.equals(key, keyOf(file))) return false;
        pending.reset();
        return open(file);
    }

    private boolean open(Path path) throws IOException {
        try {
            var channel = FileChannel.open(path, StandardOpenOption.READ);
            in.close();
            in = new BufferedInputStream(Channels.newInputStream(channel), 64 * 1024);
            key = keyOf(path);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Object keyOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return "absent";
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
