package dev.skerry.local.vectors.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The bytes of a log: eight bytes of format, then records. A record is little-endian {@code mark,
 * length, crc32c, durable, body}: {@code durable} is how much of the file was on disk for good when
 * the record was written, {@code length} counts the body, the checksum covers {@code durable} and
 * the body.
 */
final class RecordFormat {
    static final byte[] FILE_MARK = "SKVLOG1\n".getBytes(StandardCharsets.US_ASCII);
    static final int RECORD_MARK = 0x31524B53;
    static final int HEADER_BYTES = 20;
    static final int MAX_BODY_BYTES = 96 << 20;

    private RecordFormat() {}

    static ByteBuffer record(long durable, byte[] body) throws IOException {
        if (body.length > MAX_BODY_BYTES) {
            throw new IOException(
                    "a record of " + body.length + " bytes is over the limit of " + MAX_BODY_BYTES);
        }
        ByteBuffer record =
                ByteBuffer.allocate(HEADER_BYTES + body.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(RECORD_MARK).putInt(body.length).putInt(0).putLong(durable).put(body);
        record.putInt(8, checksum(record, 0, body.length));
        return record.flip();
    }

    /** Checksum of the record at an offset, as it should be. */
    static int checksum(ByteBuffer bytes, int at, int bodyLength) {
        var crc = new CRC32C();
        crc.update(bytes.slice(at + 12, 8 + bodyLength));
        return (int) crc.getValue();
    }
}
