package dev.skerry.cli;

import dev.skerry.cli.cluster.ApiWords;
import dev.skerry.cli.term.Terminal;
import dev.skerry.local.cluster.PlainWords;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
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
        System.err.println(paint.red("skerry: ") + words(exception));
        if (System.getenv("SKERRY_DEBUG") != null) exception.printStackTrace();
        return 1;
    }

    /** What went wrong, for a person: never the name of an exception. */
    static String words(Exception exception) {
        return switch (exception) {
            case KubernetesClientException e -> ApiWords.of(e);
            case InterruptedException _ -> "interrupted";
            case UncheckedIOException e -> words(e.getCause());
            case IllegalStateException e -> PlainWords.inFull(e);
            case RuntimeException _ -> "an error of Skerry itself; SKERRY_DEBUG=1 shows where";
            default -> PlainWords.inFull(exception);
        };
    }

    static Ansi ansi() {
        return Terminal.of(System.getenv()).colour() ? Ansi.ON : Ansi.OFF;
    }
}
