package dev.skerry.operator.connections;

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
import org.jboss.logging.Logger;

/**
 * Stands before everything else of a port, TLS included: a connection that is too many costs no
 * handshake, and one that stays too long without asking is closed.
 */
final class Doorkeeper extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = Logger.getLogger(Doorkeeper.class);
    private static final long SAID_AGAIN = Duration.ofMinutes(1).toNanos();

    private final String door;
    private final Connections connections;
    private long saidAt = System.nanoTime() - SAID_AGAIN;

    /**
     * @param door what is reached here, for metrics and the log
     */
    Doorkeeper(String door, Connections connections) {
        this.door = door;
        this.connections = connections;
        Metrics.gauge("skerry.connections", Tags.of("door", door), connections, Connections::size);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var accepted = (Channel) message;
        var visit = new Visit(address(accepted), () -> end(accepted), System.nanoTime());
        switch (connections.admit(visit)) {
            case Connections.Admission.NoRoom none -> {
                closed("refused", visit);
                end(accepted);
                return;
            }
            case Connections.Admission.InsteadOf other -> {
                closed("displaced", other.gone());
                other.gone().end();
            }
            case Connections.Admission.Welcome welcome -> {}
        }
        accepted.attr(Visit.KEY).set(visit);
        var watch = new Watch(context.executor(), accepted, visit);
        accepted.closeFuture()
                .addListener(
                        gone -> {
                            connections.leave(visit);
                            watch.stop();
                        });
        watch.run();
        context.fireChannelRead(message);
    }

    /** Looks again whenever its time may be up. */
    private final class Watch implements Runnable {
        private final EventExecutor executor;
        private final Channel channel;
        private final Visit visit;
        private volatile Future<?> next;

        Watch(EventExecutor executor, Channel channel, Visit visit) {
            this.executor = executor;
            this.channel = channel;
            this.visit = visit;
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

        void stop() {
            var waiting = next;
            if (waiting != null) waiting.cancel(false);
        }
    }

    private void closed(String why, Visit visit) {
        Metrics.counter("skerry.connections.closed", "door", door, "why", why).increment();
        long now = System.nanoTime();
        if (now - saidAt < SAID_AGAIN) return;
        saidAt = now;
        LOG.warnf(
                "connections.crowded door=%s connected=%d most=%d most-of-address=%d %s=%s",
                door,
                connections.size(),
                connections.limits().most(),
                connections.limits().mostOfAddress(),
                why,
                visit.address());
    }

    private static void end(Channel channel) {
        if (channel.isRegistered()) {
            var ignored = channel.close();
        } else channel.unsafe().closeForcibly();
    }

    private static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : "unknown";
    }
}
