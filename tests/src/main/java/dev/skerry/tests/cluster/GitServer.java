package dev.skerry.tests.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.skerry.local.controlplane.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Git's own program behind https on this machine: one repository, with a certificate of a private
 * CA, for one user.
 */
public final class GitServer implements AutoCloseable {
    public static final String USER = "reader";
    public static final String PASSWORD = "a-token-that-may-only-read";

    private static final String ADDRESS = "127.0.0.1";
    private static final String SERVICE = "/git-upload-pack";
    private static final String GREETING = "001e# service=git-upload-pack\n0000";
    private static final char[] NO_SECRET = "changeit".toCharArray();

    private final Repository repository;
    private final CertificateAuthority authority;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param folder for keys, empty
     */
    public GitServer(Path folder, Repository repository)
            throws IOException, GeneralSecurityException {
        this.repository = repository;
        this.authority = CertificateAuthority.open(folder, "git");
        var own = authority.server("git-server", "git", List.of(ADDRESS));
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, NO_SECRET);
        keys.setKeyEntry("own", own.privateKey(), NO_SECRET, new Certificate[] {own.x509()});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, NO_SECRET);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName(ADDRESS), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "https://%s:%d/repository.git".formatted(ADDRESS, server.getAddress().getPort());
    }

    /** The certificate to trust, as PEM. */
    public String authority() throws IOException {
        return Files.readString(authority.certificate());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isLetIn(exchange)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
                start(exchange, "advertisement");
                exchange.getResponseBody().write(GREETING.getBytes(StandardCharsets.US_ASCII));
                upload(exchange, InputStream.nullInputStream(), "--advertise-refs");
            } else if (exchange.getRequestURI().getPath().endsWith(SERVICE)) {
                var body = request(exchange);
                start(exchange, "result");
                upload(exchange, body);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static boolean isLetIn(HttpExchange exchange) {
        var user = (USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return ("Basic " + Base64.getEncoder().encodeToString(user))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static void start(HttpExchange exchange, String what) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-" + what);
        exchange.sendResponseHeaders(200, 0);
    }

    private static InputStream request(HttpExchange exchange) throws IOException {
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(exchange.getRequestBody())
                : exchange.getRequestBody();
    }

    /** Runs Git for one request; a client's whole request fits a pipe of a test. */
    private void upload(HttpExchange exchange, InputStream request, String... further)
            throws IOException {
        var command = new ArrayList<>(List.of("git", "upload-pack", "--stateless-rpc"));
        command.addAll(List.of(further));
        command.add(repository.path.toString());
        var git =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var to = git.getOutputStream();
                var from = git.getInputStream()) {
            request.transferTo(to);
            to.close();
            from.transferTo(exchange.getResponseBody());
        } finally {
            git.destroy();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
