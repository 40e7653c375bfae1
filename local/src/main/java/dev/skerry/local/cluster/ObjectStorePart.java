package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.BinaryUnavailableException;
import dev.skerry.local.controlplane.Children;
import dev.skerry.local.controlplane.ObjectStore;
import dev.skerry.local.controlplane.ServiceEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** MinIO; it restarts itself. */
final class ObjectStorePart implements Part {
    static final String REGION = "us-east-1";

    private final Path folder;
    private final Function<Said, BinaryStore> binaries;
    private final Children children;
    private final Board board;
    private volatile ObjectStore running;

    ObjectStorePart(
            Path folder, Function<Said, BinaryStore> binaries, Children children, Board board) {
        this.folder = folder;
        this.binaries = binaries;
        this.children = children;
        this.board = board;
    }

    @Override
    public String name() {
        return Assembly.OBJECTS;
    }

    @Override
    public String title() {
        return "object store";
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public void start(Said said) throws IOException, InterruptedException {
        try {
            running =
                    ObjectStore.start(
                            folder, binaries.apply(said), children, event -> hear(event, said));
        } catch (BinaryUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
        board.environment(
                Map.of(
                        "AWS_ENDPOINT_URL_S3", running.endpoint().toString(),
                        "AWS_ACCESS_KEY_ID", running.accessKey(),
                        "AWS_SECRET_ACCESS_KEY", running.secretKey(),
                        "AWS_REGION", REGION));
    }

    private void hear(ServiceEvent event, Said said) {
        if (running == null) said.doing(event.message());
    }

    @Override
    public String problem() {
        try {
            var health = running.health();
            return health.healthy() ? "" : health.detail();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public Optional<String> ended() {
        return Optional.empty(); // its process is started again by itself
    }

    @Override
    public String detail() {
        return "MinIO, S3";
    }

    @Override
    public String endpoint() {
        return running == null ? "" : running.endpoint().toString();
    }

    @Override
    public Path log() {
        return folder.resolve("minio.log");
    }

    @Override
    public List<ClusterState.ProcessId> processes() {
        try {
            if (running == null) return List.of();
            return ClusterState.ProcessId.of("minio", running.health().pid())
                    .map(List::of)
                    .orElse(List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    @Override
    public void stop(Duration bound) {
        ObjectStore now = running;
        running = null;
        if (now != null) now.close();
    }
}
