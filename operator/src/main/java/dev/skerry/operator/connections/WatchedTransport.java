package dev.skerry.operator.connections;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The transport of Vert.x, with a {@link Doorkeeper} before each port: the only place that is ahead
 * of TLS.
 */
final class WatchedTransport implements Transport {
    private static final Duration FIRST_REQUEST = Duration.ofSeconds(10);
    private static final Duration REQUEST = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Of each processor: they take a fifth of it at most. */
    private static final int HANDSHAKES = 50;

    private static final int MANAGEMENT = 64;
    private static final int WITHOUT_TLS = 100_000;

    private final Transport plain;

    private WatchedTransport(Transport plain) {
        this.plain = plain;
    }

    /** Found by Vert.x as a service. */
    public static final class Provider implements VertxServiceProvider {
        @Override
        public void init(VertxBuilder builder) {
            builder.findTransport(new WatchedTransport(builder.findTransport()));
        }
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap server) {
        plain.configure(options, domainSocket, server);
        var door = options.isSsl() ? "reports" : "management";
        server.handler(new Doorkeeper(door, new Connections(limits(options.isSsl()))));
    }

    /** Reports come by TLS, and nothing else does. */
    private static ConnectionLimits limits(boolean reports) {
        if (!reports)
            return new ConnectionLimits(
                    MANAGEMENT, MANAGEMENT, WITHOUT_TLS, FIRST_REQUEST, REQUEST, IDLE);
        var config = ConfigProvider.getConfig();
        var machine = Runtime.getRuntime();
        int most =
                config.getOptionalValue("skerry.report.connections", Integer.class)
                        .orElseGet(() -> ConnectionLimits.fitting(machine.maxMemory()));
        int ofAddress = config.getValue("skerry.report.connections-per-address", Integer.class);
        int perSecond =
                config.getOptionalValue("skerry.report.handshakes-per-second", Integer.class)
                        .orElseGet(() -> HANDSHAKES * machine.availableProcessors());
        return new ConnectionLimits(most, ofAddress, perSecond, FIRST_REQUEST, REQUEST, IDLE);
    }

    @Override
    public boolean supportsDomainSockets() {
        return plain.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return plain.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return plain.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return plain.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return plain.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return plain.convert(address);
    }

    @Override
    public EventLoopGroup eventLoopGroup(
            int type, int threads, ThreadFactory factory, int ioRatio) {
        return plain.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return plain.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return plain.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return plain.channelFactory(domainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return plain.serverChannelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        plain.configure(channel, options);
    }

    @Override
    public void configure(ClientOptionsBase options, boolean domainSocket, Bootstrap client) {
        plain.configure(options, domainSocket, client);
    }
}
