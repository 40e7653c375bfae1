package dev.skerry.cli;

import dev.skerry.cli.term.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Help.Ansi;

/** How a command that failed says so: one line on standard error, exit code 1. */
final class Failures {
    private Failures() {}

    static int guard(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception e) {
            return tell(e);
        }
    }

    static int tell(Exception exception) {
        if (exception instanceof InterruptedException) Thread.currentThread().interrupt();
        var paint = Terminal.of(System.getenv()).paintErr();
        String message =
                exception.getMessage() == null ? exception.toString() : exception.getMessage();
        System.err.println(paint.red("skerry: ") + message);
        if (System.getenv("SKERRY_DEBUG") != null) exception.printStackTrace();
        return 1;
    }

    static Ansi ansi() {
        return Terminal.of(System.getenv()).colour() ? Ansi.ON : Ansi.OFF;
    }
}
