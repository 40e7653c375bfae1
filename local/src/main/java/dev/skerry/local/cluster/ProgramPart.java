package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.Child;
import dev.skerry.local.controlplane.ChildSpec;
import dev.skerry.local.controlplane.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A part that is one child process. */
final class ProgramPart implements Part {
    private static final int REASON_LINES = 3;
    private static final int LOOKED_AT = 100;

    /** A user's own settings for Skerry, S3 or Kubernetes mean other clusters than this one. */
    private static final Set<String> INHERITED =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LANG",
                    "LC_ALL",
                    "TZ",
                    "TMPDIR",
                    "JAVA_HOME",
                    "SSL_CERT_FILE",
                    "HTTP_PROXY",
                    "HTTPS_PROXY",
                    "NO_PROXY",
                    "http_proxy",
                    "https_proxy",
                    "no_proxy");

    /**
     * How to run it; asked for at every start, when all that the part needs is there.
     *
     * @param environment added to the few variables that are inherited
     * @param probe healthy when it has nothing to say
     * @param detail version or variant, for people
     */
    record Launch(
            List<String> command,
            Map<String, String> environment,
            Probe probe,
            String endpoint,
            String detail) {}

    /** Makes a {@link Launch}; may download or build first. */
    @FunctionalInterface
    interface Recipe {
        Launch prepare(Said said) throws IOException, InterruptedException;
    }

    private final String name;
    private final String title;
    private final Set<String> needs;
    private final Children children;
    private final Path folder;
    private final LogFile log;
    private final Duration limit;
    private final Recipe recipe;
    private volatile Launch launch;
    private volatile Child child;

    /**
     * @param folder working directory
     * @param limit from its start to its health
     */
    ProgramPart(
            String name,
            String title,
            Set<String> needs,
            Children children,
            Path folder,
            Path log,
            Duration limit,
            Recipe recipe) {
        this.name = name;
        this.title = title;
        this.needs = Set.copyOf(needs);
        this.children = children;
        this.folder = folder;
        this.log = new LogFile(log);
        this.limit = limit;
        this.recipe = recipe;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public void start(Said said) throws IOException, InterruptedException {
        launch = recipe.prepare(said);
        log.prepare();
        OwnedFiles.folder(folder);
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().retainAll(INHERITED);
        environment.putAll(launch.environment());
        child =
                children.start(
                        new ChildSpec(name, launch.command(), environment, folder, log.path()));
        said.doing(launch.detail());
        Instant deadline = Instant.now().plus(limit);
        while (true) {
            if (endsWithin(Duration.ofMillis(100))) {
                throw new IOException("ended with exit code " + child.onExit().join() + reason());
            }
            String problem = launch.probe().problem();
            if (problem.isEmpty()) return;
            if (Instant.now().isAfter(deadline)) {
                throw new IOException(
                        "not healthy after " + limit.toSeconds() + " s: " + problem + reason());
            }
        }
    }

    private boolean endsWithin(Duration limit) throws InterruptedException {
        CompletableFuture<Integer> exit = child.onExit();
        try {
            exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private String reason() {
        List<String> said = PlainWords.lines(log.tail(LOOKED_AT));
        var tail = said.subList(Math.max(0, said.size() - REASON_LINES), said.size());
        return (tail.isEmpty() ? "" : "; its last words: " + String.join(" | ", tail))
                + "; log: "
                + log.path();
    }

    @Override
    public String problem() {
        try {
            log.trim();
            return launch.probe().problem();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } catch (IOException e) {
            return "its log cannot be trimmed: " + e.getMessage();
        }
    }

    @Override
    public Optional<String> ended() {
        Child running = child;
        if (running == null) return Optional.of("it was never started");
        if (running.isAlive()) return Optional.empty();
        return Optional.of("ended with exit code " + running.onExit().join() + reason());
    }

    @Override
    public String detail() {
        return launch.detail();
    }

    @Override
    public String endpoint() {
        return launch == null ? "" : launch.endpoint();
    }

    @Override
    public Path log() {
        return log.path();
    }

    @Override
    public List<ClusterState.ProcessId> processes() {
        Child running = child;
        return running == null || !running.isAlive()
                ? List.of()
                : ClusterState.ProcessId.of(name, running.pid()).map(List::of).orElse(List.of());
    }

    @Override
    public void stop(Duration bound) throws InterruptedException {
        Child running = child;
        if (running != null && running.isAlive()) running.stop(bound);
    }
}
