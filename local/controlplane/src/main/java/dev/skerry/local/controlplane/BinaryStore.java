package dev.skerry.local.controlplane;

import dev.skerry.local.controlplane.BinaryEvent.Step;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs of the local cluster: from the cache, else the official download, else a Go build. A
 * download whose digest is not pinned comes last.
 *
 * <p>The cache holds {@code bin/NAME/VERSION/OS-ARCH/NAME} and beside it {@code NAME.sha256}
 * (digest, two spaces, origin). A program is handed out only if it has that digest; one that has
 * not is fetched again. Several processes may share a cache: one gets a program, the others wait
 * for it. Thread-safe.
 */
public final class BinaryStore {
    private static final Logger LOG = LoggerFactory.getLogger(BinaryStore.class);
    private static final Duration LOCK_LIMIT = Duration.ofMinutes(90);
    private static final Pattern NO_SPACE =
            Pattern.compile("(?i)no space left on device|disk quota exceeded");

    private final Path cache;
    private final BinaryListener listener;
    private final Platform platform;
    private final PinnedDigests pins;
    private final ReleaseDownload downloads;
    private final GoBuild goBuild;

    /**
     * Verified by this object; hashing 400 MB again at every restart of a component would cost a
     * second.
     */
    private final Map<Path, String> verified = new ConcurrentHashMap<>();

    public BinaryStore(Path cache, BinaryListener listener) {
        this(
                cache,
                listener,
                Platform.current(),
                PinnedDigests.ofThisVersion(),
                uri -> uri,
                System.getenv());
    }

    BinaryStore(
            Path cache,
            BinaryListener listener,
            Platform platform,
            PinnedDigests pins,
            UnaryOperator<URI> route,
            Map<String, String> goEnvironment) {
        this.cache = cache.toAbsolutePath();
        this.listener = listener;
        this.platform = platform;
        this.pins = pins;
        this.downloads = new ReleaseDownload(route, listener);
        this.goBuild = new GoBuild(goEnvironment, listener);
    }

    /** The store in this user's cache folder, see {@link Places}. */
    public static BinaryStore ofUser(BinaryListener listener) {
        return new BinaryStore(Places.cache(System.getenv()), listener);
    }

    /** What the cache holds with the right checksum; never downloads nor builds. */
    public Optional<Path> find(Binary binary) {
        for (var version : binary.acceptedVersions()) {
            var file = place(binary, version);
            try {
                if (isIntact(file)) return Optional.of(file);
            } catch (IOException e) {
                LOG.warn("binary.unreadable file={} error=\"{}\"", file, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * The program, ready to run; may take minutes the first time and says so to the listener.
     *
     * @throws BinaryUnavailableException when cache, download and Go build all fail
     */
    public Path require(Binary binary) throws BinaryUnavailableException, InterruptedException {
        var cached = find(binary);
        if (cached.isPresent()) return tell(binary, Step.CACHED, cached.get());
        var group = binary.goModule().orElse(binary.fileName());
        try (var lock =
                CacheLock.take(
                        cache.resolve("lock").resolve(group), LOCK_LIMIT, () -> waiting(binary))) {
            cached = find(binary);
            if (cached.isPresent()) return tell(binary, Step.CACHED, cached.get());
            return tell(binary, Step.READY, obtain(binary, group));
        } catch (IOException e) {
            throw new BinaryUnavailableException(
                    "%s %s: %s".formatted(binary.fileName(), binary.version(), e.getMessage()), e);
        }
    }

    private Path obtain(Binary binary, String group)
            throws BinaryUnavailableException, IOException, InterruptedException {
        var release = Release.of(binary, platform);
        var pinned = release.map(Release::file).flatMap(pins::of);
        var ways = new ArrayList<String>();
        if (pinned.isPresent()) {
            var file = download(binary, group, pinned, ways);
            if (file.isPresent()) return file.get();
        }
        var built = build(binary, group, ways);
        if (built.isPresent()) return built.get();
        if (pinned.isEmpty()) {
            var file = download(binary, group, pinned, ways);
            if (file.isPresent()) return unpinned(binary, file.get());
        }
        var orGo =
                binary.goModule().isPresent()
                        ? ", or install Go 1.24 or newer with a module proxy it can reach"
                        : "";
        throw new BinaryUnavailableException(
                "%s %s cannot be had. Cache: not in %s. %s Connect to the internet%s, or put the program at %s with its SHA-256 in %s.sha256 beside it."
                        .formatted(
                                binary.fileName(),
                                binary.version(),
                                cache,
                                String.join(" ", ways),
                                orGo,
                                place(binary, binary.version()),
                                binary.fileName()),
                null);
    }

    private Path unpinned(Binary binary, Path file) {
        var said =
                "%s %s is taken on its publisher's word alone: this version of Skerry knows no digest of it"
                        .formatted(binary.fileName(), binary.releasedVersion());
        LOG.warn("binary.unpinned message=\"{}\"", said);
        listener.on(new BinaryEvent(binary, Step.DOWNLOAD, 0, 0, said));
        return file;
    }

    private Optional<Path> download(
            Binary binary, String group, Optional<String> pinned, List<String> ways)
            throws BinaryUnavailableException, IOException, InterruptedException {
        var workspace = newWorkspace(group);
        try {
            var release =
                    Release.of(binary, platform)
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    "nothing that we can use is published for "
                                                            + platform));
            var file = workspace.resolve(binary.fileName());
            downloads.fetch(binary, release, pinned, file);
            return Optional.of(
                    install(binary, binary.releasedVersion(), file, release.file().toString()));
        } catch (IOException e) {
            if (Thread.interrupted()) throw new InterruptedException(e.getMessage());
            requireSpace(binary, e);
            ways.add("Download: " + e.getMessage() + ".");
            LOG.info("binary.nodownload name={} error=\"{}\"", binary.fileName(), e.getMessage());
            return Optional.empty();
        } finally {
            deleteTree(workspace);
        }
    }

    private Optional<Path> build(Binary binary, String group, List<String> ways)
            throws BinaryUnavailableException, IOException, InterruptedException {
        var workspace = newWorkspace(group);
        try {
            if (binary.goModule().isEmpty()) throw new IOException("it is not written in Go");
            var bin = goBuild.build(binary, workspace);
            var made = new EnumMap<Binary, Path>(Binary.class);
            for (var each : binary.builtTogether()) {
                var origin = "go build " + binary.goModule().get() + " " + each.version();
                made.put(each, install(each, each.version(), bin.resolve(each.fileName()), origin));
            }
            return Optional.of(made.get(binary));
        } catch (IOException e) {
            requireSpace(binary, e);
            ways.add("Go build: " + e.getMessage() + ".");
            return Optional.empty();
        } finally {
            deleteTree(workspace);
        }
    }

    private static void requireSpace(Binary binary, IOException e)
            throws BinaryUnavailableException {
        var full =
                String.valueOf(e.getMessage())
                        .lines()
                        .map(String::strip)
                        .filter(line -> NO_SPACE.matcher(line).find())
                        .findFirst();
        if (full.isEmpty()) return;
        throw new BinaryUnavailableException(
                "%s %s cannot be made, since a disk is full: %s. Free some space there and try again."
                        .formatted(binary.fileName(), binary.version(), full.get()),
                e);
    }

    /**
     * The checksum is written first: a program without its checksum would never be trusted, one
     * with it always.
     */
    private Path install(Binary binary, String version, Path file, String origin)
            throws IOException {
        var place = place(binary, version);
        Files.createDirectories(place.getParent());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        OwnerOnly.write(sidecar(place), Sha256.of(file) + "  " + origin + "\n");
        Files.move(
                file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.info(
                "binary.installed name={} version={} origin=\"{}\"",
                binary.fileName(),
                version,
                origin);
        return place;
    }

    private boolean isIntact(Path file) throws IOException {
        if (!Files.isExecutable(file) || !Files.isRegularFile(sidecar(file))) return false;
        var stamp = Files.size(file) + "@" + Files.getLastModifiedTime(file);
        if (stamp.equals(verified.get(file))) return true;
        var recorded = Files.readString(sidecar(file)).strip().split("\\s+", 2)[0];
        if (!Sha256.of(file).equals(recorded)) {
            LOG.warn("binary.corrupt file={} expected={}", file, recorded);
            return false;
        }
        verified.put(file, stamp);
        return true;
    }

    private Path place(Binary binary, String version) {
        return cache.resolve("bin")
                .resolve(binary.fileName())
                .resolve(version)
                .resolve(platform.toString())
                .resolve(binary.fileName());
    }

    private static Path sidecar(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    /**
     * In the cache, so that what is made there can be renamed into its place; what a crash left
     * goes first.
     */
    private Path newWorkspace(String group) throws IOException {
        var work = cache.resolve("work").resolve(group);
        if (Files.exists(work)) deleteTree(work);
        return Files.createDirectories(work);
    }

    private static void deleteTree(Path root) throws IOException {
        List<Path> inside;
        try (var walk = Files.walk(root)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (var path : inside) Files.deleteIfExists(path);
    }

    private void waiting(Binary binary) {
        listener.on(
                new BinaryEvent(
                        binary,
                        Step.WAITING,
                        0,
                        0,
                        "another process is getting " + binary.fileName() + "; waiting for it"));
    }

    private Path tell(Binary binary, Step step, Path file) {
        listener.on(new BinaryEvent(binary, step, 0, 0, binary.fileName() + " " + file));
        return file;
    }
}
