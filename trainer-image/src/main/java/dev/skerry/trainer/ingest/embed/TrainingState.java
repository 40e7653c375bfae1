package dev.skerry.trainer.ingest.embed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A training between two epochs: all that the next one depends on besides graph and settings. Its
 * files hold {@code rows × dimensions} float32, row-major, little-endian, so that a machine of
 * another vector width can go on from them.
 */
public final class TrainingState {

    /** The centre vectors, in the end the embedding. */
    public static final String INPUTS = "in.f32";

    /** The target vectors; {@link Mode#PAPER} only. */
    public static final String TARGETS = "out.f32";

    private final int epochs;
    private final int rows;
    private final int dimensions;
    private final float[] in;
    private final float[] out;

    /**
     * Shares the tables: they change with the next epoch.
     *
     * @param out the same as {@code in} where there is one table
     */
    TrainingState(int epochs, int rows, int dimensions, float[] in, float[] out) {
        this.epochs = epochs;
        this.rows = rows;
        this.dimensions = dimensions;
        this.in = in;
        this.out = out;
    }

    /** How many are complete. */
    public int epochs() {
        return epochs;
    }

    /** What its files take together. */
    public long bytes() {
        return (long) rows * dimensions * Float.BYTES * (out == in ? 1 : 2);
    }

    int rows() {
        return rows;
    }

    int dimensions() {
        return dimensions;
    }

    float[] in() {
        return in;
    }

    float[] out() {
        return out;
    }

    /** Writes the tables into a folder, replacing older ones. */
    public void write(Path folder) throws IOException {
        write(in, folder.resolve(INPUTS));
        if (out != in) {
            write(out, folder.resolve(TARGETS));
        }
    }

    private void write(float[] values, Path file) throws IOException {
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            new EmbeddingTable(values, rows, dimensions, stride(dimensions)).writeTo(channel);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException also where a table has another size or holds a number that is not finite
     */
    public static TrainingState read(Path folder, int epochs, int rows, Node2VecSettings settings)
            throws IOException {
        if (epochs < 0 || epochs > settings.epochs()) {
            throw new IOException(
                    "%d epochs are complete, of %d".formatted(epochs, settings.epochs()));
        }
        int dimensions = settings.dimensions();
        var in = read(folder.resolve(INPUTS), rows, dimensions);
        var out =
                settings.mode() == Mode.PAPER
                        ? read(folder.resolve(TARGETS), rows, dimensions)
                        : in;
        return new TrainingState(epochs, rows, dimensions, in, out);
    }

    private static float[] read(Path file, int rows, int dimensions) throws IOException {
        long bytes = (long) rows * dimensions * Float.BYTES;
        if (Files.size(file) != bytes) {
            throw new IOException(
                    "%s: has %d bytes, %d rows of %d numbers are %d"
                            .formatted(
                                    file.getFileName(), Files.size(file), rows, dimensions, bytes));
        }
        int stride = stride(dimensions);
        var values = new float[Math.multiplyExact(rows, stride)];
        var buffer = ByteBuffer.allocate(dimensions * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (var from = Files.newInputStream(file);
                var in = new BufferedInputStream(from, 1 << 16)) {
            for (int row = 0; row < rows; row++) {
                if (in.readNBytes(buffer.array(), 0, buffer.capacity()) < buffer.capacity()) {
                    throw new IOException(file.getFileName() + ": ends early");
                }
                for (int i = 0; i < dimensions; i++) {
                    float value = buffer.getFloat(i * Float.BYTES);
                    if (!Float.isFinite(value)) {
                        throw new IOException(
                                "%s: row %d is not finite".formatted(file.getFileName(), row));
                    }
                    values[row * stride + i] = value;
                }
            }
        }
        return values;
    }

    private static int stride(int dimensions) {
        return SkipGramKernel.paddedDimensions(dimensions);
    }
}
