package dev.skerry.operator;

import dev.skerry.operator.config.Given;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the operator, or says in one line each what is wrong with its settings. */
@QuarkusMain
public final class Main {
    /** The exit code of a start with wrong settings (sysexits' EX_CONFIG). */
    static final int BAD_SETTINGS = 78;

    private Main() {}

    public static void main(String... args) {
        var problems = StartCheck.problems(Given.toThisProcess());
        if (problems.isEmpty()) {
            Quarkus.run(args);
            return;
        }
        problems.forEach(problem -> System.err.println("settings.wrong " + problem));
        System.err.printf("settings.refused problems=%d exit=%d%n", problems.size(), BAD_SETTINGS);
        System.exit(BAD_SETTINGS);
    }
}
