package dev.skerry.local.controlplane;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.local.controlplane.BinaryEvent.Step;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;

/**
 * Official downloads, taken only when their checksum is right: the pinned one, or their publisher's
 * where none is pinned. A machine without a network is noticed once, within {@link #CONNECT}, and
 * not asked again by this object.
 */
final class ReleaseDownload {
    static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration WHOLE_FILE = Duration.ofMinutes(20);
    private static final int MAX_CHECKSUM_BYTES = 1 << 20;
    private static final long MAX_FILE_BYTES = 512L << 20;

    /** The network cannot be reached at all; other releases need not be tried. */
    static final class NetworkAway extends IOException {
        private static final long serialVersionUID = 1;

        NetworkAway(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * What a file must be.
     *
     * @param who says so
     */
    private record Wanted(String digest, String who) {}

    private final UnaryOperator<URI> route;
    private final BinaryListener listener;
    private final ScheduledExecutorService deadlines;
    private volatile NetworkAway away;

    /**
     * @param route where an address is really asked for; tests lead it to a server of their own
     */
    ReleaseDownload(UnaryOperator<URI> route, BinaryListener listener) {
        this.route = route;
        this.listener = listener;
        var executor =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("download-deadline").factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(10, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        this.deadlines = executor;
    }

    /**
     * Writes the program to {@code target}, which is complete and verified when this returns.
     *
     * @param pinned what the file's SHA-256 must be, whatever its publisher says today
     */
    void fetch(Binary binary, Release release, Optional<String> pinned, Path target)
            throws IOException, InterruptedException {
        var earlier = away;
        if (earlier != null) throw earlier;
        try (var client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            requireName(
                    route.apply(pinned.isPresent() ? release.file() : release.checksum())
                            .getHost());
            var expected = pinned.isPresent() ? pinned.get() : publishedDigest(client, release);
            var who = pinned.isPresent() ? "this version of Skerry" : "its project";
            var file = OwnerOnly.beside(target);
            try {
                transfer(client, binary, release, new Wanted(expected, who), file);
                if (release.isArchive()) {
                    extract(file, binary.fileName(), target);
                } else {
                    Files.move(file, target);
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (HttpConnectTimeoutException | ConnectException | UnresolvedAddressException e) {
            away =
                    new NetworkAway(
                            "no connection to "
                                    + release.file().getHost()
                                    + " within "
                                    + CONNECT.toSeconds()
                                    + " s",
                            e);
            throw away;
        }
    }

    /**
     * The client's connect time-out does not cover the name service, which may be silent for long.
     */
    private static void requireName(String host) throws IOException, InterruptedException {
        if (System.getProperty("https.proxyHost") != null) return;
        var lookup = new FutureTask<>(() -> InetAddress.getByName(host));
        Thread.ofPlatform().daemon().name("resolve-" + host).start(lookup);
        try {
            lookup.get(CONNECT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            var failure = new ConnectException("the name " + host + " is not known");
            failure.initCause(e);
            throw failure;
        }
    }

    private String publishedDigest(HttpClient client, Release release)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(route.apply(release.checksum()))
                        .timeout(Duration.ofSeconds(30))
                        .build();
        var response = ok(client.send(request, BodyHandlers.ofInputStream()), release.checksum());
        String text;
        try (var body = response.body()) {
            text = new String(body.readNBytes(MAX_CHECKSUM_BYTES), StandardCharsets.UTF_8);
        }
        var digest =
                switch (release.form()) {
                    case SUMS -> fromSums(text, release.fileName());
                    case GITHUB -> fromGitHub(text, release.fileName());
                };
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IOException(
                    "%s names no SHA-256 of %s".formatted(release.checksum(), release.fileName()));
        }
        return digest;
    }

    private static String fromSums(String text, String fileName) {
        for (var line : text.lines().toList()) {
            var parts = line.strip().split("\\s+");
            var named =
                    parts.length == 2 && parts[1].replaceFirst("^[*]?(\\./)?", "").equals(fileName);
            if (parts.length == 1 || named) return parts[0].toLowerCase(Locale.ROOT);
        }
        return "";
    }

    private static String fromGitHub(String text, String fileName) throws IOException {
        for (var asset : new ObjectMapper().readTree(text).path("assets")) {
            if (asset.path("name").asText().equals(fileName)) {
                return asset.path("digest").asText().replaceFirst("^sha256:", "");
            }
        }
        return "";
    }

    private void transfer(
            HttpClient client, Binary binary, Release release, Wanted wanted, Path file)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(route.apply(release.file()))
                        .timeout(Duration.ofSeconds(60))
                        .build();
        var response = ok(client.send(request, BodyHandlers.ofInputStream()), release.file());
        var total = response.headers().firstValueAsLong("content-length").orElse(0);
        if (total > MAX_FILE_BYTES) throw tooLarge(release);
        var digest = Sha256.digest();
        var body = response.body();
        var deadline =
                deadlines.schedule(
                        () -> closeQuietly(body), WHOLE_FILE.toSeconds(), TimeUnit.SECONDS);
        try (var in = new DigestInputStream(body, digest);
                var out = Files.newOutputStream(file)) {
            var buffer = new byte[1 << 16];
            var done = 0L;
            var told = 0L;
            for (int n; (n = in.read(buffer)) >= 0; ) {
                out.write(buffer, 0, n);
                done += n;
                if (done > MAX_FILE_BYTES) throw tooLarge(release);
                if (done - told >= 1 << 20 || done == total) {
                    told = done;
                    listener.on(
                            new BinaryEvent(
                                    binary,
                                    Step.DOWNLOAD,
                                    done,
                                    total,
                                    "downloading " + release.file()));
                }
            }
        } finally {
            deadline.cancel(false);
        }
        var actual = Sha256.hex(digest);
        if (!actual.equals(wanted.digest())) {
            throw new IOException(
                    "%s has SHA-256 %s, %s says %s; the file was thrown away"
                            .formatted(release.file(), actual, wanted.who(), wanted.digest()));
        }
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // the reader sees the stream end early, and the checksum tells it so
        }
    }

    private static IOException tooLarge(Release release) {
        return new IOException(
                "%s is larger than %d bytes, the most a program may have"
                        .formatted(release.file(), MAX_FILE_BYTES));
    }

    private static <T> HttpResponse<T> ok(HttpResponse<T> response, URI asked) throws IOException {
        if (response.statusCode() == 200) return response;
        if (response.body() instanceof InputStream in) in.close();
        throw new IOException("GET %s answered %d".formatted(asked, response.statusCode()));
    }

    /** Takes the one regular file of that name out of a POSIX tar; nothing else is ever written. */
    private static void extract(Path archive, String name, Path target) throws IOException {
        try (var in =
                new BufferedInputStream(
                        new GZIPInputStream(Files.newInputStream(archive), 1 << 16))) {
            var header = new byte[512];
            while (in.readNBytes(header, 0, 512) == 512 && header[0] != 0) {
                var entry = field(header, 0, 100);
                var size = Long.parseLong(field(header, 124, 12).strip(), 8);
                var regular = header[156] == '0' || header[156] == 0;
                if (regular && (entry.equals(name) || entry.endsWith("/" + name))) {
                    if (size > MAX_FILE_BYTES)
                        throw new IOException(entry + " in " + archive + " is too large");
                    try (var out = Files.newOutputStream(target)) {
                        copy(in, out, size);
                    }
                    return;
                }
                in.skipNBytes((size + 511) / 512 * 512);
            }
        } catch (NumberFormatException e) {
            throw new IOException(archive.getFileName() + " is no tar archive", e);
        }
        throw new IOException(archive.getFileName() + " holds no file named " + name);
    }

    private static void copy(InputStream in, java.io.OutputStream out, long size)
            throws IOException {
        var buffer = new byte[1 << 16];
        for (var left = size; left > 0; ) {
            var n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) throw new IOException("the archive ends inside the program");
            out.write(buffer, 0, n);
            left -= n;
        }
    }

    private static String field(byte[] header, int from, int length) {
        var end = from;
        while (end < from + length && header[end] != 0) end++;
        return new String(header, from, end - from, StandardCharsets.US_ASCII);
    }
}
