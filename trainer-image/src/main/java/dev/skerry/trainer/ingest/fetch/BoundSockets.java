package dev.skerry.trainer.ingest.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS over connections to the addresses that were checked. Server name and certificate are those of
 * the host, as always.
 */
final class BoundSockets extends SSLSocketFactory {

    private final SSLSocketFactory tls;
    private final CheckedAddresses addresses;

    BoundSockets(SSLSocketFactory tls, CheckedAddresses addresses) {
        this.tls = tls;
        this.addresses = addresses;
    }

    /**
     * Not connected; TLS is laid over it by {@link #createSocket(Socket, String, int, boolean)}.
     */
    @Override
    public Socket createSocket() {
        return new BoundSocket();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        if (!(socket instanceof BoundSocket)) {
            throw new ConnectException("a connection whose address was not checked");
        }
        return tls.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unchecked(host);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        throw unchecked(host);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unchecked(host.toString());
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        throw unchecked(host.toString());
    }

    private static IOException unchecked(String host) {
        return new ConnectException("the address of " + host + " was not checked");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    private final class BoundSocket extends Socket {

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        /** Whatever the name has been resolved to meanwhile, only the name and the port count. */
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (!(endpoint instanceof InetSocketAddress asked)) {
                throw unchecked(String.valueOf(endpoint));
            }
            var host = asked.getHostString();
            InetAddress address;
            try {
                address = addresses.of(host).getFirst();
            } catch (FetchException e) {
                throw new CheckedHttpConnections.Refused(e);
            }
            try {
                super.connect(new InetSocketAddress(address, asked.getPort()), timeout);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                throw new ConnectException(
                        "%s, at %s,".formatted(e.getMessage(), address.getHostAddress()));
            }
        }
    }
}
