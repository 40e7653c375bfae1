package dev.skerry.trainer.ingest.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all answers of a server may cost together, counted as they are read: a server that never
 * ends, or sends a byte a minute, costs no more than the limits say.
 */
final class ResponseBudget {

    private final FetchLimits limits;
    private final long started = System.nanoTime();
    private final AtomicLong bytes = new AtomicLong();
    private volatile long mostBytes;
    private volatile String exceeded = "";

    ResponseBudget(FetchLimits limits) {
        this.limits = limits;
        this.mostBytes = limits.bytes();
    }

    /** Allows so many bytes from now on, and no more than the limits do. */
    void allow(long more) {
        mostBytes = Math.min(limits.bytes(), bytes.get() + more);
    }

    /** Why reading was ended, empty if it was not. */
    String exceeded() {
        return exceeded;
    }

    InputStream counted(InputStream answer) {
        return new FilterInputStream(answer) {
            @Override
            public int read() throws IOException {
                check();
                int read = super.read();
                bytes.addAndGet(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                check();
                int read = super.read(into, offset, length);
                bytes.addAndGet(Math.max(0, read));
                return read;
            }
        };
    }

    private void check() throws IOException {
        if (bytes.get() > mostBytes) {
            exceeded = "the server sent more than %d bytes".formatted(mostBytes);
        } else if (System.nanoTime() - started > limits.time().toNanos()) {
            exceeded = FetchMonitor.tookOver(limits);
        }
        if (!exceeded.isEmpty()) {
            throw new IOException(exceeded);
        }
    }
}
