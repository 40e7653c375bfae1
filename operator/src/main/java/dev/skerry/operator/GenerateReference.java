package dev.skerry.operator;

import dev.skerry.operator.config.Declared;
import dev.skerry.operator.config.Reference;
import dev.skerry.operator.log.LogEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the reference pages of settings and log lines. */
public final class GenerateReference {
    /** Where the pages lie, seen from this module. */
    static final String PAGE = "../docs/reference/operator-settings.md";

    static final String LOGS = "../docs/reference/logs.md";

    private GenerateReference() {}

    static String page() {
        return Reference.markdown(Declared.in(OperatorConfig.class));
    }

    static String logs() {
        var page =
                new StringBuilder(
                        """
                        <!-- Generated from dev.skerry.operator.log; do not edit. -->
                        # Log lines of the operator

                        Each line of its own is one event and its keys, such as
                        `attempt.created kind=IngestionJob namespace=demo name=flask run=1 attempt=2`. A value that is not one plain word
                        is in quotation marks, with `\\"`, `\\\\` and `\\n` escaped: nothing that others say ends a line or forges a key. Names
                        are API. Programs in pods write the same way.

                        | event | level | keys | meaning |
                        |---|---|---|---|
                        """);
        for (var event : LogEvent.values())
            page.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    event.id(),
                                    event.level(),
                                    String.join(
                                            ", ",
                                            event.keys().stream().map(k -> "`" + k + "`").toList()),
                                    event.description()));
        return page.toString();
    }

    /**
     * @param arguments the module's folder
     */
    public static void main(String[] arguments) throws IOException {
        var module = Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath();
        Files.writeString(module.resolve(PAGE), page());
        Files.writeString(module.resolve(LOGS), logs());
        System.out.println("generated " + PAGE + " and " + LOGS);
    }
}
