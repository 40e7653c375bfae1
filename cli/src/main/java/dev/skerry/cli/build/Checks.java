package dev.skerry.cli.build;

import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code skerry test}: every check, one after the other, each with a live line, a table at the end.
 * The last line is {@code N passed, N failed, N skipped}; a check that is no test (format, compile,
 * generated files) counts as failed where it fails. Run from source, hence with nothing but the
 * JDK.
 */
public final class Checks {
    private static final String USAGE =
            """
            Usage: skerry test [--all] [--only MODULE[,MODULE…]]

            Runs every check of this checkout, in this order:
              programs   what ./skerry runs is built
              format     google-java-format, by Spotless
              tests      compile with Error Prone, then all tests of all modules: pure ones, those
                         against a real API server, end to end, faults, architecture, and that
                         generated files are as committed
            and ends with a table and the line "N passed, N failed, N skipped".

              --all           also what needs more than a person's patience
              --only MODULES  tests of these modules alone, for example crds,cli
              -h, --help      show this help
            Exit codes: 0 all passed, 1 something failed, 2 wrong usage. Logs: target/skerry/.
            """;

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** A check that ran. */
    private record Row(String name, String result, Duration took) {}

    private final Path root;
    private final Map<String, String> environment;
    private final Live live;
    private final Paint paint;
    private final boolean all;
    private final String only;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int failedChecks;

    private Checks(Path root, Map<String, String> environment, boolean all, String only) {
        this.root = root;
        this.environment = environment;
        Terminal terminal = Terminal.of(environment);
        this.live = terminal.live(System.err);
        this.paint = terminal.paintOut();
        this.all = all;
        this.only = only;
    }

    public static void main(String[] arguments) throws InterruptedException {
        try {
            System.exit(run(List.of(arguments)));
        } catch (IOException e) {
            System.err.println("skerry: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * @return the exit code
     */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        boolean all = false;
        String only = "";
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--all" -> all = true;
                case "-h", "--help" -> {
                    System.out.print(USAGE);
                    return 0;
                }
                case "--only" -> {
                    if (++i == arguments.size()) return usage("--only needs modules");
                    only = arguments.get(i);
                }
                default -> {
                    return usage("unknown argument " + arguments.get(i));
                }
            }
        }
        Map<String, String> environment = System.getenv();
        Path root =
                Path.of(environment.getOrDefault("SKERRY_CHECKOUT", "."))
                        .toAbsolutePath()
                        .normalize();
        return new Checks(root, environment, all, only).all();
    }

    private static int usage(String problem) {
        System.err.println("skerry: " + problem);
        System.err.print(USAGE);
        return 2;
    }

    private int all() throws IOException, InterruptedException {
        Instant started = Instant.now();
        if (!new Build(root, environment, Terminal.of(environment)).run()) {
            System.out.println("0 passed, 1 failed, 0 skipped");
            return 1;
        }
        rows.add(new Row("programs", "built", since(started)));
        maven("format", List.of("spotless:check"));
        Instant begun = Instant.now();
        List<String> goals =
                new ArrayList<>(
                        List.of("verify", "--fail-at-end", "-Dmaven.test.failure.ignore=true"));
        if (all) goals.add("-Dskerry.test.all=true");
        if (!only.isEmpty())
            goals.addAll(List.of("-pl", only, "-am", "-Dsurefire.failIfNoSpecifiedTests=false"));
        maven("tests", goals);
        List<Surefire.Suite> suites = new ArrayList<>();
        for (String module : modules()) {
            Surefire.Suite suite = Surefire.read(root, module, begun);
            if (suite.passed() + suite.failed() + suite.skipped() > 0) suites.add(suite);
        }
        live.close();
        return report(suites, since(started));
    }

    private void maven(String name, List<String> goals) throws IOException, InterruptedException {
        Instant started = Instant.now();
        Path log = root.resolve("target/skerry").resolve("test-" + name + ".log");
        Maven maven = Maven.find(root, environment);
        var output = new MavenOutput();
        int code = Build.watch(live, started, output, () -> maven.run(goals, log, output::line));
        Duration took = since(started);
        boolean good = code == 0 && output.failed() == 0;
        String sign = good ? paint.green("✓") : paint.red("✗");
        live.print(sign + " " + Texts.pad(name, 10) + Texts.took(took));
        if (code != 0) {
            failedChecks++;
            problems.add(name + ":\n  " + String.join("\n  ", output.why(30)) + "\n  log: " + log);
        }
        rows.add(new Row(name, good ? "passed" : "failed", took));
    }

    private int report(List<Surefire.Suite> suites, Duration took) {
        int passed = suites.stream().mapToInt(Surefire.Suite::passed).sum();
        int failed = suites.stream().mapToInt(Surefire.Suite::failed).sum() + failedChecks;
        int skipped = suites.stream().mapToInt(Surefire.Suite::skipped).sum();
        for (String problem : problems) System.out.println("\n" + paint.red("✗ ") + problem);
        for (Surefire.Suite suite : suites) {
            for (Surefire.Failure failure : suite.failures()) {
                System.out.println(
                        "\n"
                                + paint.red("✗ ")
                                + suite.module()
                                + ": "
                                + paint.bold(failure.test()));
                failure.message().lines().forEach(line -> System.out.println("    " + line));
            }
        }
        System.out.println();
        System.out.println(
                paint.bold(
                        "%-28s %8s %8s %8s %14s"
                                .formatted("", "passed", "failed", "skipped", "took")));
        for (Row row : rows) {
            System.out.printf(
                    "%-28s %26s %14s%n", row.name(), row.result(), Texts.took(row.took()));
        }
        for (Surefire.Suite suite : suites) {
            System.out.printf(
                    "  %-26s %8d %8d %8d %14s%n",
                    suite.module(),
                    suite.passed(),
                    suite.failed(),
                    suite.skipped(),
                    Texts.took(suite.took()));
        }
        System.out.printf(
                "%-28s %26s %14s%n%n", "all", failed == 0 ? "passed" : "failed", Texts.took(took));
        System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
        return failed == 0 ? 0 : 1;
    }

    private List<String> modules() throws IOException {
        List<String> modules = new ArrayList<>();
        Matcher matcher = MODULE.matcher(Files.readString(root.resolve("pom.xml")));
        while (matcher.find()) modules.add(matcher.group(1));
        return modules;
    }

    private static Duration since(Instant started) {
        return Duration.between(started, Instant.now());
    }
}
