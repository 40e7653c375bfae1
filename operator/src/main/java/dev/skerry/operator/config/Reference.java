package dev.skerry.operator.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The reference page of the settings. */
public final class Reference {
    private Reference() {}

    public static String markdown(List<Declared> settings) {
        var page = new StringBuilder();
        page.append(
                """
                # Settings of the operator

                Generated from `OperatorConfig`; do not edit. Each setting is an environment variable, or the key in
                `config/application.properties` of the working directory, or a system property. Durations are written `500ms`,
                `10s`, `5m` or `1h`, lists with commas. A start with an unknown key, a bad value or a missing one prints every
                problem and ends with exit code 78.

                | variable | key | default | limits | what |
                |---|---|---|---|---|
                """);
        for (var setting : settings)
            page.append(
                    "| `%s` | `%s` | %s | %s | %s |\n"
                            .formatted(
                                    setting.variable(),
                                    setting.key(),
                                    defaultOf(setting),
                                    limits(setting),
                                    setting.about().value().replace("|", "\\|")));
        return page.toString();
    }

    private static String defaultOf(Declared setting) {
        if (setting.required()) return "**must be given**";
        return setting.defaultValue().map(d -> "`" + d + "`").orElse("none");
    }

    private static String limits(Declared setting) {
        var about = setting.about();
        if (setting.type() == boolean.class) return "`true`, `false`";
        if (setting.type() == int.class || setting.type() == Duration.class)
            return "%s to %s".formatted(about.atLeast(), about.atMost());
        if (setting.type() == URI.class) return "URL: " + String.join(", ", about.schemes());
        if (setting.type() == Path.class)
            return about.certificates() ? "file of PEM certificates" : "file";
        var text =
                about.matches().isEmpty()
                        ? "text"
                        : "`" + about.matches().replace("|", "\\|") + "`";
        return setting.many() ? "list of " + text : text;
    }
}
