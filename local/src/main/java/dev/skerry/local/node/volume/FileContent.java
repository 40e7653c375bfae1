package dev.skerry.local.node.volume;

import java.util.Arrays;

/**
 * One file of a volume.
 *
 * @param mode permission bits
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
record FileContent(byte[] bytes, int mode) {
    @Override
    public boolean equals(Object other) {
        return other instanceof FileContent f && mode == f.mode && Arrays.equals(bytes, f.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + mode;
    }
}
