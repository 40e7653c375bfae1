package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.FetchException.Fault.CONFIG;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The URL of a repository that passed the rules: https, ssh (also as {@code user@host:path}), or
 * file where allowed.
 *
 * @param text as given, safe to show: it holds no credentials
 * @param host empty for file
 */
public record RepositoryUrl(String text, Scheme scheme, String host) {

    private static final int MAX_LENGTH = 2048;
    private static final Pattern SCP =
            Pattern.compile(
                    "(?<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@(?<host>[A-Za-z0-9][A-Za-z0-9.-]*):(?<path>[^:/-][^:]*|/[^:]*)");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    /** How the server is spoken to. */
    public enum Scheme {
        HTTPS,
        SSH,
        FILE
    }

    /** Whether a source names a server, or a path of this machine. */
    public static boolean looksLikeUrl(String source) {
        return source.contains("://") || source.contains("::") || SCP.matcher(source).matches();
    }

    /**
     * @throws FetchException CONFIG, with what to write instead
     */
    public static RepositoryUrl parse(String text, boolean allowFile) throws FetchException {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw refused("must have 1 to " + MAX_LENGTH + " characters");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '\\')) {
            throw refused("white space, control characters and backslashes are not allowed");
        }
        if (text.startsWith("-")) {
            throw refused("must not begin with \"-\"; write a URL such as https://host/path");
        }
        var scp = SCP.matcher(text);
        if (scp.matches()) {
            return new RepositoryUrl(text, Scheme.SSH, scp.group("host"));
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refused(
                    "is not a URL; use https://host/path, ssh://user@host/path or user@host:path");
        }
        var scheme = scheme(uri, allowFile);
        if (scheme == Scheme.FILE) {
            if (uri.getPath() == null || uri.getPath().isEmpty() || uri.getAuthority() != null) {
                throw refused(
                        "a file URL has no host and an absolute path, such as file:///srv/git/a.git");
            }
            return new RepositoryUrl(text, scheme, "");
        }
        checkAuthority(uri, scheme);
        return new RepositoryUrl(text, scheme, uri.getHost());
    }

    private static Scheme scheme(URI uri, boolean allowFile) throws FetchException {
        var name = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "https" -> Scheme.HTTPS;
            case "ssh" -> Scheme.SSH;
            case "file" -> {
                if (!allowFile) {
                    throw refused(
                            "scheme \"file\" is not allowed by the operator's configuration; use https or ssh");
                }
                yield Scheme.FILE;
            }
            default -> throw refused("scheme \"" + name + "\" is not allowed; use https or ssh");
        };
    }

    private static void checkAuthority(URI uri, Scheme scheme) throws FetchException {
        var user = uri.getUserInfo();
        if (user != null && (scheme == Scheme.HTTPS || user.contains(":"))) {
            throw refused(
                    "credentials do not belong in a URL; put them into a Secret and name it in credentialsSecretRef");
        }
        if (user != null && !USER.matcher(user).matches()) {
            throw refused(
                    "the user name may hold letters, digits, \"_\", \".\" and \"-\", and must not begin with \"-\"");
        }
        if (uri.getHost() == null || uri.getHost().startsWith("-")) {
            throw refused("has no host name; use https://host/path or ssh://user@host/path");
        }
        if (uri.getPath() == null || uri.getPath().length() < 2 || uri.getPath().startsWith("/-")) {
            throw refused("has no path to a repository after the host");
        }
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw refused("must not have a query or a fragment; name branch or tag as revision");
        }
    }

    /** Where the server listens, its scheme's default where the URL names no other; 0 for file. */
    public int port() {
        int given = SCP.matcher(text).matches() ? -1 : URI.create(text).getPort();
        return switch (scheme) {
            case HTTPS -> given < 0 ? 443 : given;
            case SSH -> given < 0 ? 22 : given;
            case FILE -> 0;
        };
    }

    private static FetchException refused(String why) {
        return new FetchException(CONFIG, "repository.url: " + why);
    }
}
