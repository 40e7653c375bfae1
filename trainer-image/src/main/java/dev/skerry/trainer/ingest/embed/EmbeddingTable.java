package dev.skerry.trainer.ingest.embed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** One vector for each node, all numbers finite. Not written to any more once it is handed out. */
public final class EmbeddingTable {

    private static final int BUFFER_BYTES = 1 << 16;

    private final float[] values;
    private final int rows;
    private final int dimensions;
    private final int stride;

    EmbeddingTable(float[] values, int rows, int dimensions, int stride) {
        this.values = values;
        this.rows = rows;
        this.dimensions = dimensions;
        this.stride = stride;
    }

    public int rows() {
        return rows;
    }

    public int dimensions() {
        return dimensions;
    }

    /** Copies a node's vector into the first {@link #dimensions()} places. */
    public void row(int i, float[] into) {
        Objects.checkIndex(i, rows);
        System.arraycopy(values, i * stride, into, 0, dimensions);
    }

    /** Writes {@code rows × dimensions} float32, row-major, little-endian, no header. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            for (int i = row * stride, end = i + dimensions; i < end; i++) {
                if (buffer.remaining() < Float.BYTES) {
                    drain(buffer, channel);
                }
                buffer.putFloat(values[i]);
            }
        }
        drain(buffer, channel);
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
