package dev.skerry.operator.connections;

import java.time.Duration;

/**
 * How many may be connected to a port, and for how long without asking anything.
 *
 * @param most in all
 * @param mostOfAddress of one peer address
 * @param perSecond how many begin to be served in a second
 * @param firstRequest from acceptance to the end of the first request's head, the TLS handshake
 *     included
 * @param request from the head of a request to the end of its answer
 * @param idle from an answer to the head of the next request
 */
record ConnectionLimits(
        int most,
        int mostOfAddress,
        int perSecond,
        Duration firstRequest,
        Duration request,
        Duration idle) {

    private static final long HEAP_FOR_EACH = 256 << 10;
    private static final int LEAST = 256;
    private static final int MOST = 8192;

    /** As many as the heap has room for, whatever each of them holds back. */
    static int fitting(long heapBytes) {
        return (int) Math.clamp(heapBytes / HEAP_FOR_EACH, LEAST, MOST);
    }
}
