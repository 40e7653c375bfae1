package dev.skerry.operator;

import dev.skerry.api.Network;
import dev.skerry.operator.config.Check;
import dev.skerry.operator.config.Declared;
import dev.skerry.operator.config.Given;
import dev.skerry.operator.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with the settings of a start: all of it, before anything else is done. */
final class StartCheck {
    private static final String NETWORKS = "skerry.ingestion.denied-networks";

    private StartCheck() {}

    static List<Problem> problems(Given given) {
        var settings = Declared.in(OperatorConfig.class);
        boolean plainHttp =
                "true".equals(text(given, settings, "skerry.allow-plain-http").orElse(""));
        var problems = new ArrayList<>(Check.of(settings, given, plainHttp));
        shorter(
                        given,
                        settings,
                        "skerry.leadership.renew-deadline",
                        "skerry.leadership.lease-duration")
                .ifPresent(problems::add);
        shorter(
                        given,
                        settings,
                        "skerry.leadership.retry-period",
                        "skerry.leadership.renew-deadline")
                .ifPresent(problems::add);
        problems.addAll(networks(given, settings));
        return problems;
    }

    private static List<Problem> networks(Given given, List<Declared> settings) {
        var problems = new ArrayList<Problem>();
        for (var one :
                text(given, settings, NETWORKS).map(t -> t.split(",")).orElse(new String[0])) {
            try {
                Network.parse(one.strip());
            } catch (IllegalArgumentException e) {
                problems.add(
                        new Problem(
                                NETWORKS, e.getMessage(), "list networks, separated by commas"));
            }
        }
        return problems;
    }

    private static Optional<Problem> shorter(
            Given given, List<Declared> settings, String less, String more) {
        var a = duration(given, settings, less);
        var b = duration(given, settings, more);
        if (a.isEmpty() || b.isEmpty() || a.get().compareTo(b.get()) < 0) return Optional.empty();
        return Optional.of(
                new Problem(
                        less,
                        "is not shorter than " + more,
                        "set a value below " + b.get().toMillis() + "ms"));
    }

    private static Optional<Duration> duration(Given given, List<Declared> settings, String key) {
        return text(given, settings, key).flatMap(Check::duration);
    }

    private static Optional<String> text(Given given, List<Declared> settings, String key) {
        return settings.stream()
                .filter(s -> s.key().equals(key))
                .findFirst()
                .flatMap(s -> given.value(s).map(Given.Value::text).or(s::defaultValue));
    }
}
