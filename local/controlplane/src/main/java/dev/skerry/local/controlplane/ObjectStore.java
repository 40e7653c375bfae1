package dev.skerry.local.controlplane;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An S3 server (MinIO) on loopback. Port and keys are chosen at the first start of a state folder
 * and stay the same; the keys lie there for the owner only.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;
    private final SupervisedService service;
    private final Probe probe;

    private ObjectStore(
            URI endpoint,
            String accessKey,
            String secretKey,
            SupervisedService service,
            Probe probe) {
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.service = service;
        this.probe = probe;
    }

    public static ObjectStore start(Path stateDir, BinaryStore store, Children children)
            throws IOException, InterruptedException, BinaryUnavailableException {
        return start(stateDir, store, children, ServiceEvent.Listener.silent());
    }

    /**
     * Starts the server and returns when it takes requests: one without keys gets its 403.
     *
     * @throws IOException when it ends or is not ready within 60 s, with the last lines of its log
     */
    public static ObjectStore start(
            Path stateDir, BinaryStore store, Children children, ServiceEvent.Listener listener)
            throws IOException, InterruptedException, BinaryUnavailableException {
        var program = store.require(Binary.MINIO);
        try {
            return startOnce(stateDir, program, children, listener);
        } catch (SupervisedService.PortTaken e) {
            return startOnce(stateDir, program, children, listener);
        }
    }

    private static ObjectStore startOnce(
            Path stateDir, Path program, Children children, ServiceEvent.Listener listener)
            throws IOException, InterruptedException {
        var folder = OwnerOnly.directory(stateDir.toAbsolutePath().normalize());
        var data = OwnerOnly.directory(folder.resolve("data"));
        var ports = Ports.open(folder.resolve("ports.properties"));
        var address = "127.0.0.1:" + ports.free("minio");
        var endpoint = URI.create("http://" + address);
        var accessKey = remembered(folder.resolve("access-key"), 10);
        var secretKey = remembered(folder.resolve("secret-key"), 20);
        var command =
                List.of(
                        program.toString(),
                        "server",
                        "--quiet",
                        "--address",
                        address,
                        "--certs-dir",
                        OwnerOnly.directory(folder.resolve("certs")).toString(),
                        data.toString());
        var environment =
                Map.of(
                        "HOME",
                        folder.toString(),
                        "PATH",
                        "/usr/bin:/bin",
                        "MINIO_ROOT_USER",
                        accessKey,
                        "MINIO_ROOT_PASSWORD",
                        secretKey,
                        "MINIO_BROWSER",
                        "off",
                        "MINIO_UPDATE",
                        "off");
        var spec =
                new ChildSpec("minio", command, environment, folder, folder.resolve("minio.log"));
        var probe = Probe.plain();
        // its own health address says ready before requests are taken
        SupervisedService.Readiness ready = () -> probe.ask(endpoint.resolve("/"), 403);
        var service = new SupervisedService(children, spec, ready, listener, GRACE);
        var objectStore = new ObjectStore(endpoint, accessKey, secretKey, service, probe);
        try {
            service.start();
            service.awaitReady(READY_WITHIN);
            return objectStore;
        } catch (IOException | InterruptedException | RuntimeException e) {
            objectStore.close();
            throw e;
        }
    }

    public URI endpoint() {
        return endpoint;
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    public ServiceHealth health() throws InterruptedException {
        return service.health();
    }

    @Override
    public void close() {
        try {
            service.stop();
        } catch (InterruptedException e) {
            var child = service.current();
            if (child != null) child.kill();
            Thread.currentThread().interrupt();
        }
        probe.close();
    }

    private static String remembered(Path file, int bytes) throws IOException {
        if (Files.isRegularFile(file)) {
            var kept = Files.readString(file).strip();
            if (kept.length() == 2 * bytes) return kept;
        }
        var random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        var made = HexFormat.of().formatHex(random);
        OwnerOnly.write(file, made + "\n");
        return made;
    }
}
