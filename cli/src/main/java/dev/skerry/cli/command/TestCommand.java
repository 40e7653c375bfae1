package dev.skerry.cli.command;

import dev.skerry.cli.build.Checks;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * {@code skerry test}. The entry script runs it from source, since it must work where nothing is
 * built.
 */
@Command(
        name = "test",
        description = "All checks of this checkout: format, build, tests, generated files.")
public final class TestCommand implements PassThrough, Runnable {
    @Override
    public int run(List<String> arguments) throws Exception {
        return Checks.run(arguments);
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException("arguments are passed through");
    }
}
