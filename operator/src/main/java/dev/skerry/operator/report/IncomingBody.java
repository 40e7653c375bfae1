package dev.skerry.operator.report;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** The body of a request that was paused at its head. To be called on the request's event loop. */
final class IncomingBody {
    private static final int MOST_DISCARDED = 1 << 20;

    private IncomingBody() {}

    /** More than was allowed. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("too large");
        }
    }

    /**
     * Fails with {@link TooLarge}, in which case the rest is discarded; or when the limit is over
     * or the connection gone, in which case it is closed.
     */
    static Future<byte[]> read(
            Vertx vertx, HttpServerRequest request, int mostBytes, Duration limit) {
        Promise<byte[]> whole = Promise.promise();
        var body = Buffer.buffer();
        long late =
                vertx.setTimer(
                        limit.toMillis(),
                        timer -> {
                            whole.tryFail("late");
                            request.connection().close();
                        });
        whole.future().onComplete(done -> vertx.cancelTimer(late));
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(body.getBytes()));
        request.handler(
                part -> {
                    if (body.length() + part.length() <= mostBytes) body.appendBuffer(part);
                    else if (whole.tryFail(new TooLarge())) discard(request);
                });
        request.resume();
        return whole.future();
    }

    /** So that the answer arrives although it was given before the body was read. */
    static void discard(HttpServerRequest request) {
        var left = new int[] {MOST_DISCARDED};
        request.exceptionHandler(gone -> left[0] = 0);
        request.endHandler(end -> left[0] = 0);
        request.handler(
                part -> {
                    left[0] -= part.length();
                    if (left[0] < 0) request.connection().close();
                });
        request.resume();
    }
}
