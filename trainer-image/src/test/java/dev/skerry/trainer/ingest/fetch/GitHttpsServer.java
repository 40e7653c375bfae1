package dev.skerry.trainer.ingest.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.WantNotValidException;

/**
 * Git's smart protocol over https on this machine, with a certificate of its own for {@code
 * localhost} and {@code 127.0.0.1}, which to a client are two hosts. {@code /NAME.git} is the
 * repository of that name; what begins with something else answers as a test says.
 */
public final class GitHttpsServer implements AutoCloseable {

    /** One request as it came. */
    record Seen(String host, String path, Optional<String> authorization) {}

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final Map<String, Answer> answers = new ConcurrentHashMap<>();
    public volatile Optional<String> password = Optional.empty();
    volatile UploadPack.RequestPolicy policy = UploadPack.RequestPolicy.ADVERTISED;

    private final Path repositories;
    private final String ca;
    private final HttpsServer server;
    private static final String PASSWORD = "changeit";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param repositories holds the bare ones
     */
    public GitHttpsServer(Path repositories) throws Exception {
        this.repositories = repositories;
        this.ca = Identity.ONE.ca();
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(Identity.ONE.keys(), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Made once: keytool is a program that takes its time to start. */
    private record Identity(KeyStore keys, String ca) {
        static final Identity ONE = made();

        private static Identity made() {
            try {
                var folder = Files.createTempDirectory("git-https-");
                var store = folder.resolve("https.p12");
                var pem = folder.resolve("https.pem");
                try {
                    keytool(
                            folder,
                            "-genkeypair -alias k -keyalg EC -dname CN=git -validity 2 -storetype"
                                    + " PKCS12 -ext san=dns:localhost,ip:127.0.0.1",
                            store);
                    keytool(folder, "-exportcert -rfc -alias k -file " + pem, store);
                    var keys = KeyStore.getInstance("PKCS12");
                    try (var in = Files.newInputStream(store)) {
                        keys.load(in, PASSWORD.toCharArray());
                    }
                    return new Identity(keys, Files.readString(pem));
                } finally {
                    for (var file : List.of(store, pem, folder.resolve("keytool.log"), folder)) {
                        Files.deleteIfExists(file);
                    }
                }
            } catch (IOException | InterruptedException | GeneralSecurityException e) {
                throw new IllegalStateException("a certificate for the Git server", e);
            }
        }

        private static void keytool(Path folder, String arguments, Path store)
                throws IOException, InterruptedException {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            command.addAll(List.of(arguments.split(" ")));
            command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
            var log = folder.resolve("keytool.log").toFile();
            int code =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log)
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new IllegalStateException(Files.readString(log.toPath()));
            }
        }
    }

    public String url(String path) {
        return "https://localhost:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    /** The same place by its other host name. */
    String elsewhere(String path) {
        return "https://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
    }

    public String ca() {
        return ca;
    }

    static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Answer redirect(String to) {
        return exchange -> {
            var rest = exchange.getRequestURI().toString().replaceFirst("^/[^/]*", "");
            exchange.getResponseHeaders().add("Location", to + rest);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        var authorization =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
        var host = URI.create("https://" + exchange.getRequestHeaders().getFirst("Host")).getHost();
        var path = exchange.getRequestURI().getPath();
        seen.add(new Seen(host, path, authorization));
        try (exchange) {
            var first = path.split("/")[1];
            if (answers.containsKey(first)) {
                answers.get(first).to(exchange);
            } else if (password.isPresent() && !isRight(authorization)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else {
                serve(exchange, first, path.substring(first.length() + 1));
            }
        }
    }

    private boolean isRight(Optional<String> authorization) {
        var expected =
                Base64.getEncoder()
                        .encodeToString(password.orElseThrow().getBytes(StandardCharsets.UTF_8));
        return authorization.equals(Optional.of("Basic " + expected));
    }

    /** The protocol proper. */
    void serve(HttpExchange exchange, String name, String rest) throws IOException {
        var place = repositories.resolve(name);
        if (!Files.isDirectory(place)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        try (var repository = open(place)) {
            var pack = new UploadPack(repository);
            pack.setBiDirectionalPipe(false);
            pack.setRequestPolicy(policy);
            var protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
            if (protocol != null) {
                pack.setExtraParameters(List.of(protocol.split(":")));
            }
            var type = "application/x-git-upload-pack-";
            boolean listing = rest.equals("/info/refs");
            exchange.getResponseHeaders()
                    .add("Content-Type", type + (listing ? "advertisement" : "result"));
            if (listing) {
                exchange.sendResponseHeaders(200, 0);
                var out = exchange.getResponseBody();
                pack.sendAdvertisedRefs(
                        new PacketLineOutRefAdvertiser(new PacketLineOut(out)), "git-upload-pack");
                out.flush();
            } else {
                var request = request(exchange);
                exchange.sendResponseHeaders(200, 0);
                upload(pack, request, exchange.getResponseBody());
            }
        }
    }

    /** What is wrong with a request is told as Git does: {@code ERR} and why. */
    private static void upload(UploadPack pack, InputStream request, OutputStream answer)
            throws IOException {
        try {
            pack.uploadWithExceptionPropagation(request, answer, OutputStream.nullOutputStream());
        } catch (WantNotValidException | MissingObjectException e) {
            var line = new PacketLineOut(answer);
            line.writeString("ERR upload-pack: not our ref (" + e.getMessage() + ")\n");
            line.flush();
        }
    }

    private static InputStream request(HttpExchange exchange) throws IOException {
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(exchange.getRequestBody())
                : exchange.getRequestBody();
    }

    private static Repository open(Path place) throws IOException {
        return new FileRepositoryBuilder().setGitDir(place.toFile()).setBare().build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
