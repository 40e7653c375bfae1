package dev.skerry.cli;

import dev.skerry.cli.cluster.ApiWords;
import dev.skerry.cli.term.Terminal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

    /** What went wrong, for a person: never the name of an exception alone. */
    static String words(Exception exception) {
        String said = exception.getMessage() == null ? "" : exception.getMessage().strip();
        return switch (exception) {
            case KubernetesClientException e -> ApiWords.of(e);
            case NoSuchFileException e -> "there is no file " + e.getFile();
            case AccessDeniedException e -> "no right to use " + e.getFile();
            case FileSystemException e when e.getReason() == null ->
                    "cannot use " + e.getFile() + "; is its disk full or read-only?";
            case InterruptedException _ -> "interrupted";
            case IOException _ when !said.isEmpty() -> said;
            case IllegalStateException _ when !said.isEmpty() -> said;
            default ->
                    "an error of skerry itself (%s); SKERRY_DEBUG=1 shows where"
                            .formatted(
                                    said.isEmpty() ? exception.getClass().getSimpleName() : said);
        };
    }

    static Ansi ansi() {
        return Terminal.of(System.getenv()).colour() ? Ansi.ON : Ansi.OFF;
    }
}
