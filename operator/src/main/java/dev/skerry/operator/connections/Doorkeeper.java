package dev.skerry.operator.connections;

import dev.skerry.operator.log.EventLog;
import dev.skerry.operator.log.LogEvent;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stands before everything else of a port, TLS included: a connection that is too many costs no
 * handshake, one that comes in a crowd waits for its turn, and one that stays too long without
 * asking is closed.
 */
final class Doorkeeper extends ChannelInboundHandlerAdapter {
    private static final EventLog LOG = EventLog.of(Doorkeeper.class);
    private static final long SAID_AGAIN = Duration.ofMinutes(1).toNanos();

    private final String door;
    private final Connections connections;
    private final Handshakes handshakes;
    private boolean pausing;
    private long saidAt = System.nanoTime() - SAID_AGAIN;

    /**
     * @param door what is reached here, for metrics and the log
     */
    Doorkeeper(String door, Connections connections) {
        this.door = door;
        this.connections = connections;
        this.handshakes = new Handshakes(connections.limits().perSecond());
        Metrics.gauge("skerry.connections", Tags.of("door", door), connections, Connections::size);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var accepted = (Channel) message;
        var watch = new Watch(context.executor(), accepted);
        var visit = watch.visit;
        switch (connections.admit(visit)) {
            case Connections.Admission.NoRoom none -> {
                closed("refused", visit);
                visit.end();
                return;
            }
            case Connections.Admission.InsteadOf other -> {
                closed("displaced", other.gone());
                other.gone().end();
            }
            case Connections.Admission.Welcome welcome -> {}
        }
        accepted.attr(Visit.KEY).set(visit);
        watch.run();
        handshakes.add(
                visit,
                connections.knows(visit.address()),
                () -> {
                    accepted.closeFuture().addListener(gone -> watch.left());
                    context.fireChannelRead(message);
                });
        if (!pausing) serve(context.executor());
    }

    private void serve(EventExecutor executor) {
        pausing = false;
        while (true) {
            switch (handshakes.next(System.nanoTime())) {
                case Handshakes.Next.Begin next -> next.handshake().run();
                case Handshakes.Next.Nobody nobody -> {
                    return;
                }
                case Handshakes.Next.Pause next -> {
                    pausing = true;
                    var ignored =
                            executor.schedule(
                                    () -> serve(executor),
                                    next.pause().toNanos(),
                                    TimeUnit.NANOSECONDS);
                    return;
                }
            }
        }
    }

    /** Looks again whenever its time may be up. */
    private final class Watch implements Runnable {
        private final EventExecutor executor;
        private final Channel channel;
        private final Visit visit;
        private volatile Future<?> next;

        Watch(EventExecutor executor, Channel channel) {
            this.executor = executor;
            this.channel = channel;
            this.visit = new Visit(address(channel), this::end, System.nanoTime());
        }

        @Override
        public void run() {
            if (!channel.isOpen()) return;
            var left = visit.left(connections.limits(), System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                Metrics.counter("skerry.connections.closed", "door", door, "why", "late")
                        .increment();
                visit.end();
                return;
            }
            next = executor.schedule(this, left.toNanos() + 1, TimeUnit.NANOSECONDS);
        }

        /** One that still waits has no loop yet that would tell of its end. */
        private void end() {
            handshakes.remove(visit);
            if (channel.isRegistered()) {
                var ignored = channel.close();
            } else {
                channel.unsafe().closeForcibly();
                left();
            }
        }

        void left() {
            connections.leave(visit);
            var waiting = next;
            if (waiting != null) waiting.cancel(false);
        }
    }

    private void closed(String why, Visit visit) {
        Metrics.counter("skerry.connections.closed", "door", door, "why", why).increment();
        long now = System.nanoTime();
        if (now - saidAt < SAID_AGAIN) return;
        saidAt = now;
        LOG.write(
                LogEvent.CONNECTIONS_CROWDED,
                door,
                connections.size(),
                connections.limits().most(),
                connections.limits().mostOfAddress(),
                why,
                visit.address());
    }

    private static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "unknown";
    }
}
