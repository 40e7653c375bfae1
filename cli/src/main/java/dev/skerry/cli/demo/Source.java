package dev.skerry.cli.demo;

import dev.skerry.api.wire.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The repository a demo is about.
 *
 * @param url as the IngestionJob takes it
 * @param job name of the job: the same for the same repository, another for another one
 */
public record Source(String url, String job) {
    private static final int READABLE = 30;
    private static final List<String> SCHEMES = List.of("https", "ssh", "file");

    /**
     * Reads what a user typed: a URL as it is, or a path of this machine.
     *
     * @throws IOException where it is neither, or no Git repository lies there
     */
    public static Source of(String text) throws IOException {
        if (text.contains("://")) {
            try {
                URI url = new URI(text);
                if (!SCHEMES.contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))) {
                    throw new IOException(text + ": use https://, ssh:// or file://");
                }
                return named(url.toString());
            } catch (URISyntaxException e) {
                throw new IOException(text + ": not a URL: " + e.getReason(), e);
            }
        }
        Path path;
        try {
            path = Path.of(text).toRealPath();
        } catch (InvalidPathException | IOException e) {
            throw new IOException(
                    text
                            + ": no such folder; give a path, or a URL with https://, ssh:// or file://",
                    e);
        }
        boolean bare =
                Files.isDirectory(path.resolve("objects")) && Files.exists(path.resolve("HEAD"));
        if (!bare && !Files.exists(path.resolve(".git"))) {
            throw new IOException(path + ": no Git repository; run git init and commit something");
        }
        return named(
                "file://"
                        + URI.create("file:///")
                                .resolve(path.toUri())
                                .getRawPath()
                                .replaceAll("/$", ""));
    }

    private static Source named(String url) {
        String last = url.replaceAll("/+$", "").replaceAll("\\.git$", "").replaceAll(".*[/:]", "");
        String readable =
                last.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^[-0-9]+|-+$", "");
        if (readable.length() > READABLE) readable = readable.substring(0, READABLE);
        if (readable.isEmpty()) readable = "repository";
        return new Source(url, readable + "-" + Sha256.hex(url).substring(0, 6));
    }
}
