package dev.skerry.local.vectors.search;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of vectors in blocks of contiguous floats. Inside a block the same dimension of all rows
 * lies together (dimension-major), which is what {@link Metric#score} runs along.
 */
public final class VectorBlocks {
    private static final int BLOCK_FLOATS = 1 << 18;
    private static final int MAX_WIDTH = 256;
    private static final int MIN_WIDTH = 16;

    private final int dimensions;
    private final int width;
    private final List<float[]> blocks = new ArrayList<>();

    public VectorBlocks(int dimensions) {
        this.dimensions = dimensions;
        this.width =
                Math.clamp(Integer.highestOneBit(BLOCK_FLOATS / dimensions), MIN_WIDTH, MAX_WIDTH);
    }

    public int dimensions() {
        return dimensions;
    }

    int width() {
        return width;
    }

    int blocksFor(int rows) {
        return (rows + width - 1) / width;
    }

    float[] block(int index) {
        return blocks.get(index);
    }

    /** Copies a vector into a row; the row may be the one behind the last. */
    public void set(int row, float[] vector) {
        if (row / width == blocks.size()) {
            blocks.add(new float[dimensions * width]);
        }
        float[] block = blocks.get(row / width);
        for (int d = 0, at = row % width; d < dimensions; d++, at += width) {
            block[at] = vector[d];
        }
    }

    public float[] get(int row) {
        float[] block = blocks.get(row / width);
        float[] vector = new float[dimensions];
        for (int d = 0, at = row % width; d < dimensions; d++, at += width) {
            vector[d] = block[at];
        }
        return vector;
    }

    /** Gives back the blocks that {@code rows} rows do not need. */
    public void shrink(int rows) {
        while (blocks.size() > blocksFor(rows)) {
            blocks.removeLast();
        }
    }
}
