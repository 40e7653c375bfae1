package dev.skerry.operator.connections;

import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection, from its acceptance on. Thread-safe. */
public final class Visit {
    static final AttributeKey<Visit> KEY = AttributeKey.valueOf("skerry.visit");

    enum State {
        /** Has asked nothing yet. */
        NEW,
        ASKING,
        IDLE
    }

    private record Since(State state, long at) {}

    private final String address;
    private final Runnable end;
    private final long admittedAt;
    private volatile Since since;
    private volatile boolean trusted;

    /**
     * @param end closes the connection
     * @param now nanoseconds of this process
     */
    Visit(String address, Runnable end, long now) {
        this.address = address;
        this.end = end;
        this.admittedAt = now;
        this.since = new Since(State.NEW, now);
    }

    /**
     * That of a request's connection.
     *
     * @throws IllegalStateException if its port is not watched
     */
    public static Visit of(HttpConnection connection) {
        var visit = ((ConnectionBase) connection).channel().attr(KEY).get();
        if (visit == null) throw new IllegalStateException("a connection that nobody admitted");
        return visit;
    }

    void asks(long now) {
        since = new Since(State.ASKING, now);
    }

    void answered(long now) {
        since = new Since(State.IDLE, now);
    }

    /** Whoever it is has shown a token that is good: the last to be sent away. */
    public void trust() {
        trusted = true;
    }

    boolean trusted() {
        return trusted;
    }

    boolean idle() {
        return since.state() == State.IDLE;
    }

    String address() {
        return address;
    }

    long admittedAt() {
        return admittedAt;
    }

    void end() {
        end.run();
    }

    /** How long it may stay as it is; negative if it has stayed too long. */
    Duration left(ConnectionLimits limits, long now) {
        var seen = since;
        var limit =
                switch (seen.state()) {
                    case NEW -> limits.firstRequest();
                    case ASKING -> limits.request();
                    case IDLE -> limits.idle();
                };
        return limit.minusNanos(now - seen.at());
    }

    @Override
    public String toString() {
        return address
                + " "
                + since.state()
                + " "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since.at())
                + " s";
    }
}
