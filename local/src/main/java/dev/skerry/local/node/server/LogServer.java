package dev.skerry.local.node.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.skerry.local.node.log.LogQuery;
import dev.skerry.local.node.log.LogReader;
import dev.skerry.local.node.pod.PodTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's endpoint for the API server: logs and health. Only the API server's own client
 * certificate opens it.
 */
public final class LogServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogServer.class);
    private static final String LOGS = "/containerLogs/";
    private static final int MOST_READERS = 256;

    /**
     * @param clientName common name of the API server's certificate for nodes
     */
    public record Settings(
            int port, Path certificate, Path key, Path clientCa, String clientName) {}

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private final PodTable pods;
    private final String clientName;
    private final Clock clock;

    public LogServer(Settings settings, PodTable pods, Clock clock) throws IOException {
        this.pods = pods;
        this.clock = clock;
        clientName = settings.clientName();
        var context = Identity.context(settings.certificate(), settings.key(), settings.clientCa());
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
        server = HttpsServer.create(address, 64);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        var tls = getSSLContext().getDefaultSSLParameters();
                        tls.setNeedClientAuth(true);
                        parameters.setSSLParameters(tls);
                    }
                });
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (!isApiServer(exchange)) {
                answer(exchange, 403, "only the API server may ask this node");
            } else if (path.equals("/healthz")) {
                answer(exchange, 200, "ok");
            } else if (path.startsWith(LOGS)) {
                logs(exchange, path.substring(LOGS.length()).split("/", -1));
            } else if (path.matches("/(exec|attach|portForward|run|cri)(/.*)?")) {
                answer(
                        exchange,
                        501,
                        "a process node runs pods as processes of this machine and does not do"
                                + " exec, attach or port-forward");
            } else {
                answer(exchange, 404, "there is no such path on this node");
            }
        } catch (RuntimeException e) {
            LOG.error("server.trouble path={}", exchange.getRequestURI().getPath(), e);
        }
    }

    private boolean isApiServer(HttpExchange exchange) {
        try {
            var session = ((HttpsExchange) exchange).getSSLSession();
            var peer = (X509Certificate) session.getPeerCertificates()[0];
            return new LdapName(peer.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .anyMatch(
                                    part ->
                                            part.getType().equalsIgnoreCase("CN")
                                                    && part.getValue().equals(clientName));
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return false;
        }
    }

    private void logs(HttpExchange exchange, String[] names) throws IOException {
        if (names.length != 3) {
            answer(exchange, 404, "write /containerLogs/NAMESPACE/POD/CONTAINER");
            return;
        }
        var worker = pods.find(names[0], names[1]);
        if (worker.isEmpty()) {
            answer(exchange, 404, "pod \"" + names[0] + "/" + names[1] + "\" is not on this node");
            return;
        }
        if (!readers.tryAcquire()) {
            answer(exchange, 429, "too many readers of logs; try again later");
            return;
        }
        try {
            var query = LogQuery.parse(exchange.getRequestURI().getRawQuery(), clock.instant());
            var log = worker.get().log(names[2], query.previous());
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0);
            var body = exchange.getResponseBody();
            LogReader.copy(log.file(), log.live(), query, body);
        } catch (IllegalArgumentException e) {
            answer(exchange, 400, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.release();
        }
    }

    private static void answer(HttpExchange exchange, int code, String sentence)
            throws IOException {
        var bytes = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
