package dev.skerry.local.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A child's log, held below {@link #MOST}: then it is copied to {@code NAME.1}, where the disk has
 * space for that, and cut to nothing. The child appends, so its next line lands at the start.
 */
record LogFile(Path path) {
    static final long MOST = 32L << 20;

    /** Makes it where it does not exist, for its owner only. */
    void prepare() throws IOException {
        OwnedFiles.folder(path.getParent());
        if (!Files.exists(path)) {
            var mode = PosixFilePermissions.fromString("rw-------");
            Files.createFile(path, PosixFilePermissions.asFileAttribute(mode));
        }
        trim();
    }

    void trim() throws IOException {
        if (!Files.exists(path) || Files.size(path) < MOST) return;
        Path aside = path.resolveSibling(path.getFileName() + ".1");
        try {
            Files.copy(path, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(aside); // no space for it, and less of it without the cut
        }
        try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** The last lines that say something. */
    List<String> tail(int lines) {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - 16_384);
            file.seek(from);
            var bytes = ByteBuffer.allocate(16_384);
            file.getChannel().read(bytes);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            var all = text.lines().filter(line -> !line.isBlank()).toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
