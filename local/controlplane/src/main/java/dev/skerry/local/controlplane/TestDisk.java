package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A small disk of its own, for tests that fill it. */
public final class TestDisk implements AutoCloseable {
    private final Path folder;

    private TestDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one at an empty folder.
     *
     * @throws IOException where that is refused, as to most users, in the words of the system
     */
    public static TestDisk mount(Path folder, int megabytes)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        return new TestDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /**
     * Takes all the space there is.
     *
     * @return the file that holds it; the disk has space again when it is deleted
     */
    public Path fill() throws IOException {
        var file = folder.resolve("filling");
        for (var size : List.of(1 << 20, 1 << 12)) {
            try (var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND)) {
                while (channel.write(ByteBuffer.allocate(size)) > 0) channel.force(false);
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).contains("No space left")) throw e;
            }
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        try {
            run("umount", "--lazy", folder.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) throw new IOException(said);
    }
}
