package dev.skerry.operator.config;

import dev.skerry.operator.config.Given.Value;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares what was given with what is declared; finds everything at once. */
public final class Check {
    private final Given given;
    private final boolean plainHttp;
    private final List<Problem> problems = new ArrayList<>();

    private Check(Given given, boolean plainHttp) {
        this.given = given;
        this.plainHttp = plainHttp;
    }

    /**
     * @param plainHttp whether URLs without TLS may lead anywhere
     */
    public static List<Problem> of(List<Declared> settings, Given given, boolean plainHttp) {
        var check = new Check(given, plainHttp);
        check.problems.addAll(UnknownKeys.in(settings, given));
        settings.forEach(check::look);
        return List.copyOf(check.problems);
    }

    /** A duration as settings write it; empty where it is none. */
    public static Optional<Duration> duration(String text) {
        return Durations.parse(text);
    }

    private void look(Declared setting) {
        var value = given.value(setting);
        if (value.isPresent()) understand(setting, value.get());
        else if (setting.required())
            problems.add(
                    new Problem(
                            setting.key(),
                            "is missing",
                            "set %s%s (%s)"
                                    .formatted(
                                            setting.variable(),
                                            example(setting, ", such as "),
                                            setting.about().value())));
        else
            setting.defaultValue().ifPresent(d -> understand(setting, new Value(d, "the default")));
    }

    private void understand(Declared setting, Value value) {
        if (!setting.many()) {
            problemWith(setting, value.text()).ifPresent(p -> add(setting, value, p));
            return;
        }
        for (var one : value.text().split(","))
            problemWith(setting, one.strip()).ifPresent(p -> add(setting, value, p));
    }

    private record Refusal(String what, String remedy) {}

    private void add(Declared setting, Value value, Refusal refusal) {
        problems.add(
                new Problem(
                        "%s (from %s)".formatted(setting.key(), value.from()),
                        refusal.what(),
                        refusal.remedy()));
    }

    private Optional<Refusal> problemWith(Declared setting, String text) {
        if (setting.type() == boolean.class) return bool(text);
        if (setting.type() == int.class) return number(setting, text);
        if (setting.type() == Duration.class) return duration(setting, text);
        if (setting.type() == URI.class) return url(setting, text);
        if (setting.type() == Path.class) return file(setting, text);
        if (setting.type() == String.class) return text(setting, text);
        throw new IllegalStateException(setting.key() + " is of unexpected " + setting.type());
    }

    private static Optional<Refusal> bool(String text) {
        return text.equals("true") || text.equals("false")
                ? Optional.empty()
                : refused("\"" + text + "\" is neither true nor false", "set true or false");
    }

    private static Optional<Refusal> number(Declared setting, String text) {
        try {
            return within(setting, Integer.parseInt(text), text, Integer::parseInt);
        } catch (NumberFormatException e) {
            return refused("\"" + text + "\" is no whole number", limits(setting));
        }
    }

    private static Optional<Refusal> duration(Declared setting, String text) {
        var value = Durations.parse(text);
        if (value.isEmpty())
            return refused("\"" + text + "\" is no duration", "write 500ms, 10s, 5m or 1h");
        return within(setting, value.get(), text, t -> Durations.parse(t).orElseThrow());
    }

    private static <T extends Comparable<T>> Optional<Refusal> within(
            Declared setting, T value, String text, Function<String, T> parse) {
        var least = setting.about().atLeast();
        var most = setting.about().atMost();
        boolean inside =
                (least.isEmpty() || value.compareTo(parse.apply(least)) >= 0)
                        && (most.isEmpty() || value.compareTo(parse.apply(most)) <= 0);
        return inside ? Optional.empty() : refused(text + " is out of limits", limits(setting));
    }

    private static String limits(Declared setting) {
        return "set a value from %s to %s"
                .formatted(setting.about().atLeast(), setting.about().atMost());
    }

    private Optional<Refusal> url(Declared setting, String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            return refused(
                    "\"" + text + "\" is no URL", "give one" + example(setting, " such as "));
        }
        var schemes = List.of(setting.about().schemes());
        if (url.getScheme() == null || !schemes.contains(url.getScheme()))
            return refused(
                    "\""
                            + shown(url, text)
                            + "\" does not begin with "
                            + String.join(":// or ", schemes)
                            + "://",
                    "give a URL" + example(setting, " such as "));
        if (url.getHost() == null)
            return refused(
                    "\"" + shown(url, text) + "\" names no host",
                    "give a URL" + example(setting, " such as "));
        if (url.getUserInfo() != null)
            return refused("credentials stand in the URL", "give them by their own settings");
        if (url.getQuery() != null || url.getFragment() != null)
            return refused(
                    "\"" + text + "\" has a query or a fragment",
                    "give only scheme, host and port");
        if (url.getScheme().equals("http") && !plainHttp && !Hosts.isNear(url.getHost()))
            return refused(
                    "\"" + text + "\" would be spoken to without TLS",
                    "use https, a name of this cluster (.svc, .cluster.local), or set"
                            + " SKERRY_ALLOW_PLAIN_HTTP=true");
        return Optional.empty();
    }

    private static String shown(URI url, String text) {
        return url.getUserInfo() == null ? text : text.replace(url.getUserInfo(), "…");
    }

    private static Optional<Refusal> file(Declared setting, String text) {
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            return refused("\"" + text + "\" is no path", "give the path of a file");
        }
        if (!Files.isRegularFile(path))
            return refused("there is no file " + path, "mount it, or name another");
        if (!Files.isReadable(path))
            return refused(path + " cannot be read", "let the operator's user read it");
        if (!setting.about().certificates()) return Optional.empty();
        try {
            Certificates.read(path);
            return Optional.empty();
        } catch (IOException e) {
            return refused(e.getMessage(), "give a PEM file");
        }
    }

    private static Optional<Refusal> text(Declared setting, String text) {
        var pattern = setting.about().matches();
        if (pattern.isEmpty() || text.matches(pattern)) return Optional.empty();
        return refused(
                (setting.about().secret() ? "the value" : "\"" + text + "\"")
                        + " does not match "
                        + pattern,
                "give one that does" + example(setting, ", such as "));
    }

    private static String example(Declared setting, String before) {
        return setting.about().example().isEmpty() ? "" : before + setting.about().example();
    }

    private static Optional<Refusal> refused(String what, String remedy) {
        return Optional.of(new Refusal(what, remedy));
    }
}
