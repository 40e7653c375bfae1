package dev.skerry.local.vectors.log;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads a log from its start and tells where it stops being good. */
final class LogReader {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Takes the bodies of the records in the order they were written. */
    @FunctionalInterface
    interface Sink {
        void accept(ByteBuffer body, int recordBytes);
    }

    private final Path file;
    private final MemorySegment bytes;

    private LogReader(Path file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * @return length of the good part; what follows it was never acknowledged as durable and may be
     *     cut off
     * @throws CorruptLogException a record is damaged that a later one knows to have been durable
     */
    static long replay(Path file, FileChannel channel, Sink sink) throws IOException {
        if (channel.size() < RecordFormat.FILE_MARK.length) {
            throw new CorruptLogException(file, 0, "no log header");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new LogReader(file, bytes).replay(sink);
        }
    }

    private long replay(Sink sink) throws CorruptLogException {
        MemorySegment mark = MemorySegment.ofArray(RecordFormat.FILE_MARK);
        if (bytes.asSlice(0, mark.byteSize()).mismatch(mark) != -1) {
            throw new CorruptLogException(file, 0, "not a log of this format");
        }
        long at = mark.byteSize();
        while (isRecord(at)) {
            int length = bytes.get(INT, at + 4);
            ByteBuffer body =
                    bytes.asSlice(at + RecordFormat.HEADER_BYTES, length)
                            .asByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN);
            sink.accept(body, RecordFormat.HEADER_BYTES + length);
            at += RecordFormat.HEADER_BYTES + length;
        }
        if (at < bytes.byteSize()) {
            refuseIfOnceDurable(at);
        }
        return at;
    }

    private boolean isRecord(long at) {
        if (at + RecordFormat.HEADER_BYTES > bytes.byteSize()
                || bytes.get(INT, at) != RecordFormat.RECORD_MARK) {
            return false;
        }
        int length = bytes.get(INT, at + 4);
        if (length < 1
                || length > RecordFormat.MAX_BODY_BYTES
                || at + RecordFormat.HEADER_BYTES + length > bytes.byteSize()) {
            return false;
        }
        ByteBuffer record = bytes.asSlice(at, RecordFormat.HEADER_BYTES + length).asByteBuffer();
        return RecordFormat.checksum(record, 0, length) == bytes.get(INT, at + 8);
    }

    /**
     * Pages reach the disk in any order, so good records behind a bad one prove nothing by
     * themselves; what they say does.
     */
    private void refuseIfOnceDurable(long bad) throws CorruptLogException {
        long last = bytes.byteSize() - RecordFormat.HEADER_BYTES;
        for (long at = bad + 1; at <= last; at++) {
            if (bytes.get(ValueLayout.JAVA_BYTE, at) == (byte) RecordFormat.RECORD_MARK
                    && isRecord(at)
                    && bytes.get(LONG, at + 12) > bad) {
                throw new CorruptLogException(file, bad, "damaged record");
            }
        }
    }
}
