package dev.skerry.local.vectors.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nearest rows seen so far, at most a given number, the worst of them at the root of a heap.
 */
public final class TopHits {
    /** Which of two equally near rows comes first. */
    @FunctionalInterface
    public interface RowOrder {
        int compare(int row, int other);
    }

    private static final int FIRST_CAPACITY = 16;

    private final int limit;
    private final RowOrder ties;
    private float[] nearness;
    private int[] rows;
    private int size;

    TopHits(int limit, RowOrder ties) {
        this.limit = limit;
        this.ties = ties;
        int capacity = Math.min(limit, FIRST_CAPACITY);
        this.nearness = new float[capacity];
        this.rows = new int[capacity];
    }

    int limit() {
        return limit;
    }

    /** Whether a row of this nearness would be kept. */
    boolean admits(float near, int row) {
        return size < limit || (limit > 0 && isWorse(nearness[0], rows[0], near, row));
    }

    void add(float near, int row) {
        if (size < limit) {
            if (size == rows.length) {
                int capacity = (int) Math.min(limit, 2L * size);
                nearness = Arrays.copyOf(nearness, capacity);
                rows = Arrays.copyOf(rows, capacity);
            }
            up(size++, near, row);
        } else if (admits(near, row)) {
            down(near, row);
        }
    }

    void addAll(TopHits other) {
        for (int i = 0; i < other.size; i++) {
            add(other.nearness[i], other.rows[i]);
        }
    }

    /** The rows, nearest first. */
    List<Integer> drain() {
        var worstFirst = new ArrayList<Integer>(size);
        while (size > 0) {
            worstFirst.add(rows[0]);
            size--;
            down(nearness[size], rows[size]);
        }
        return worstFirst.reversed();
    }

    private void up(int start, float near, int row) {
        int at = start;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isWorse(near, row, nearness[parent], rows[parent])) {
                break;
            }
            nearness[at] = nearness[parent];
            rows[at] = rows[parent];
            at = parent;
        }
        nearness[at] = near;
        rows[at] = row;
    }

    private void down(float near, int row) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size
                    && isWorse(
                            nearness[child + 1], rows[child + 1], nearness[child], rows[child])) {
                child++;
            }
            if (!isWorse(nearness[child], rows[child], near, row)) {
                break;
            }
            nearness[at] = nearness[child];
            rows[at] = rows[child];
            at = child;
        }
        if (size > 0) {
            nearness[at] = near;
            rows[at] = row;
        }
    }

    private boolean isWorse(float near, int row, float otherNear, int otherRow) {
        return near < otherNear || (near == otherNear && ties.compare(row, otherRow) > 0);
    }
}
