package dev.skerry.local.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What went wrong, as one line for a person: no name of a class, no stack, never "null". */
public final class PlainWords {
    private static final int MOST = 400;
    private static final String CLASS =
            "(?:[a-z]\\w*\\.)+(?:[A-Z][\\w$]*)?(?:Exception|Error|Failure)\\b";
    private static final Pattern NAME =
            Pattern.compile(
                    "(?:Exception in thread \"[^\"]*\" |Caused by: )?" + CLASS + "(?:: *)?");
    private static final Pattern STACK =
            Pattern.compile(
                    "\\s*(?:at [\\w.$/@<>-]+\\(.*\\)|\\.\\.\\. \\d+ (?:more|common frames.*))\\s*");
    private static final Pattern TRACE =
            Pattern.compile("java\\.lang\\.|Exception:|Error: java|\\tat |" + CLASS);

    private PlainWords() {}

    public static String of(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case FileAlreadyExistsException e -> e.getFile() + " exists already";
            case DirectoryNotEmptyException e -> e.getFile() + " is not empty";
            case FileSystemException e -> of(e.getMessage(), e);
            case UnknownHostException e -> "the name " + e.getMessage() + " is not known";
            case ClosedChannelException e -> "it was interrupted";
            case KubernetesClientException e -> kubernetes(e);
            case UncheckedIOException e -> of(e.getCause());
            case IOException e -> of(e.getMessage(), e);
            case OutOfMemoryError e -> "out of memory";
            case IllegalStateException e -> of(e.getMessage(), e);
            case Exception e when !(e instanceof RuntimeException) -> of(e.getMessage(), e);
            default -> "an error of Skerry itself; the log of the daemon tells it in full";
        };
    }

    private static String kubernetes(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return of(e.getStatus().getMessage());
        }
        return "the API server does not answer";
    }

    private static String of(String message, Throwable failure) {
        String plain = message == null ? "" : of(message);
        if (!plain.isEmpty()) return plain;
        return failure.getCause() == null ? "no reason was given" : of(failure.getCause());
    }

    /** The same for a screen: a message of several lines keeps them. */
    public static String inFull(Throwable failure) {
        boolean ours = failure instanceof IOException && !(failure instanceof FileSystemException);
        if (!ours || failure.getMessage() == null) return of(failure);
        String text =
                failure.getMessage()
                        .lines()
                        .filter(line -> !STACK.matcher(line).matches())
                        .map(line -> NAME.matcher(line).replaceAll("").stripTrailing())
                        .collect(Collectors.joining("\n"));
        return text.isBlank() ? of(failure) : text;
    }

    /** The first line of a text that says something, without what only Java says. */
    public static String of(String text) {
        List<String> said = lines(text.lines().toList());
        if (said.isEmpty()) return "";
        String line = said.getFirst();
        return line.length() <= MOST ? line : line.substring(0, MOST - 1) + "…";
    }

    /** Those lines that say something, without what only Java says. */
    static List<String> lines(List<String> text) {
        return text.stream()
                .filter(line -> !STACK.matcher(line).matches())
                .map(line -> NAME.matcher(line).replaceAll("").strip())
                .filter(line -> !line.isEmpty() && !line.equals("null"))
                .toList();
    }

    /** Whether nothing in a text shows that it comes from a Java program. */
    public static boolean arePlain(String text) {
        return !TRACE.matcher(text).find();
    }
}
