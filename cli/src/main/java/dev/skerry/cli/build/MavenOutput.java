package dev.skerry.cli.build;

import dev.skerry.cli.term.Texts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Maven is doing, read from its output; the state behind the live line. Safe for one writer
 * and one reader.
 */
final class MavenOutput {
    private static final Pattern MODULE =
            Pattern.compile("\\[INFO] Building (\\S+).*\\[(\\d+)/(\\d+)]");
    private static final Pattern GOAL =
            Pattern.compile("\\[INFO] --- ([a-z-]+):[^:]+:([a-zA-Z-]+) .*");
    private static final Pattern DOWNLOADED =
            Pattern.compile("Downloaded from \\S+: \\S+ \\(([0-9.]+) ([kMG]?)B.*");
    private static final Pattern DOWNLOADING =
            Pattern.compile("Downloading from \\S+: \\S*/(\\S+)");
    private static final Pattern RUNNING = Pattern.compile("\\[INFO] Running (?:\\S+\\.)?(\\S+)");
    private static final Pattern TESTS =
            Pattern.compile(
                    "\\[\\S+] Tests run: (\\d+), Failures: (\\d+), Errors: (\\d+), Skipped: (\\d+).*Time.*");
    private static final int ERRORS_KEPT = 400;
    private static final int TAIL_KEPT = 30;

    private String module = "";
    private String number = "";
    private String activity = "reading the project";
    private int files;
    private double bytes;
    private int tests;
    private int failed;
    private final Deque<String> errors = new ArrayDeque<>();
    private final Deque<String> tail = new ArrayDeque<>();

    /** Tests that failed so far. */
    synchronized int failed() {
        return failed;
    }

    synchronized void line(String line) {
        tail.add(line);
        if (tail.size() > TAIL_KEPT) tail.remove();
        Matcher m;
        if (line.startsWith("[ERROR]")) {
            if (errors.size() < ERRORS_KEPT) errors.add(line);
        }
        if ((m = MODULE.matcher(line)).matches()) {
            module = m.group(1).replaceFirst("^skerry-", "");
            number = m.group(2) + "/" + m.group(3);
            activity = "";
        } else if ((m = GOAL.matcher(line)).matches()) {
            activity = activity(m.group(1), m.group(2));
        } else if ((m = DOWNLOADED.matcher(line)).matches()) {
            files++;
            bytes += Double.parseDouble(m.group(1)) * scale(m.group(2));
        } else if ((m = DOWNLOADING.matcher(line)).matches()) {
            activity = "downloading " + m.group(1);
        } else if ((m = RUNNING.matcher(line)).matches()) {
            activity = m.group(1);
        } else if ((m = TESTS.matcher(line)).matches()) {
            tests += Integer.parseInt(m.group(1));
            failed += Integer.parseInt(m.group(2)) + Integer.parseInt(m.group(3));
        }
    }

    private static String activity(String plugin, String goal) {
        return switch (goal) {
            case "compile" -> "compiling";
            case "testCompile" -> "compiling tests";
            case "jar" -> "packing";
            case "test" -> "tests";
            case "build" -> "assembling the operator";
            case "copy-dependencies" -> "collecting libraries";
            case "check" -> "checking the format";
            default -> plugin + ":" + goal;
        };
    }

    private static double scale(String unit) {
        return switch (unit) {
            case "k" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            default -> 1;
        };
    }

    /** One line: module, what it does, what was downloaded, what was tested. */
    synchronized String now() {
        List<String> parts = new ArrayList<>();
        if (!module.isEmpty()) parts.add("[" + number + "] " + module);
        if (tests > 0)
            parts.add(
                    Texts.count(tests) + " tests" + (failed > 0 ? ", " + failed + " failed" : ""));
        if (files > 0)
            parts.add(Texts.count(files) + " files, " + Texts.bytes((long) bytes) + " downloaded");
        if (!activity.isEmpty()) parts.add(activity);
        return String.join(" · ", parts);
    }

    /** The module now being built, by its short name. */
    synchronized String module() {
        return module;
    }

    /**
     * What a person wants to read of a failed build: Maven's errors without its advice, else the
     * last lines.
     */
    synchronized List<String> why(int lines) {
        List<String> relevant =
                errors.stream()
                        .map(line -> line.substring("[ERROR]".length()).strip())
                        .filter(
                                line ->
                                        !line.isEmpty()
                                                && !line.startsWith("->")
                                                && !line.startsWith("[Help")
                                                && !line.startsWith("To see the full stack")
                                                && !line.startsWith("Re-run Maven")
                                                && !line.startsWith("For more information")
                                                && !line.startsWith("After correcting")
                                                && !line.startsWith("mvn <args>"))
                        .distinct()
                        .limit(lines)
                        .toList();
        return relevant.isEmpty()
                ? tail.stream().skip(Math.max(0, tail.size() - lines)).toList()
                : relevant;
    }
}
