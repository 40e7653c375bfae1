package dev.skerry.trainer.ingest;

import dev.skerry.api.ForeignText;
import dev.skerry.trainer.ingest.fetch.AddressRules;
import dev.skerry.trainer.ingest.fetch.Credentials;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.fetch.FetchLimits;
import dev.skerry.trainer.ingest.fetch.FetchRequest;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import dev.skerry.trainer.ingest.fetch.Selection;
import dev.skerry.trainer.ingest.fetch.SelectionFields;
import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.program.Invocation;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ingest SOURCE --out DIR}. It runs as its user, who may read any path and ask any host. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        versionProvider = Invocation.class,
        description =
                "Reads a Git repository and writes its import graph and a vector for each source file.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:fine", "1:failed", "2:wrong usage"})
final class IngestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SOURCE", description = "A path, or a URL (https, ssh, file).")
    private String source;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the results go.")
    private Path out;

    @Option(names = "--force", description = "Replace the results of an earlier run in --out.")
    private boolean force;

    @Option(names = "--graph-only", description = "Stop before training.")
    private boolean graphOnly;

    @Option(
            names = "--worktree",
            description = "Read files as they lie instead of HEAD; honours .gitignore.")
    private boolean worktree;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            defaultValue = "",
            description = "Branch, tag or full hash (default: HEAD).")
    private String revision;

    @Option(
            names = "--subdirectory",
            paramLabel = "PATH",
            defaultValue = "",
            description = "Only files below it.")
    private String subdirectory;

    @Option(
            names = "--include",
            split = ",",
            paramLabel = "GLOB",
            description = "Only files that match one of these.")
    private List<String> include = new ArrayList<>();

    @Option(
            names = "--exclude",
            split = ",",
            paramLabel = "GLOB",
            description = "No files that match one of these.")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--languages",
            split = ",",
            paramLabel = "LANGUAGE",
            description = "python, javascript, typescript, java (default: all).")
    private Set<Language> languages = EnumSet.noneOf(Language.class);

    @Option(
            names = "--max-file-bytes",
            paramLabel = "N",
            defaultValue = "1048576",
            description = "Imports of larger files are not read (default: ${DEFAULT-VALUE}).")
    private long maxFileBytes;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but errors.")
    private boolean quiet;

    @Mixin private EmbeddingOptions embedding;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        var settings = settings();
        try (var directory = OutputDirectory.at(out, force);
                var console = console()) {
            var fetcher =
                    new RepositoryFetcher(
                            true,
                            new AddressRules(true),
                            FetchLimits.DEFAULT,
                            Path.of(System.getProperty("java.io.tmpdir")));
            var result = new IngestPipeline(fetcher, settings, console).run();
            new ResultFiles(result).write(directory.path(), report(settings));
            directory.publish();
            summary(result);
            return CommandLine.ExitCode.OK;
        } catch (DirectoryNotEmptyException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--out: " + out + " is not empty; choose another folder or give --force");
        } catch (FetchException e) {
            return failed(e.getMessage());
        } catch (IOException e) {
            return failed("--out: " + out + " cannot be written: " + e);
        }
    }

    private IngestSettings settings() {
        try {
            var selection =
                    new Selection(
                            SelectionFields.OPTIONS,
                            subdirectory,
                            include,
                            exclude,
                            languages.isEmpty() ? EnumSet.allOf(Language.class) : languages,
                            checkedMaxFileBytes());
            var request =
                    new FetchRequest(source, worktree, revision, new Credentials.None(), selection);
            return new IngestSettings(
                    request,
                    threads,
                    graphOnly ? Optional.empty() : Optional.of(embedding.settings(threads)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private long checkedMaxFileBytes() {
        if (maxFileBytes < 1 || maxFileBytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "maxFileBytes: " + maxFileBytes + " is not in 1 to " + (1 << 30));
        }
        return maxFileBytes;
    }

    @SuppressWarnings(
            "SystemConsoleNull") // from JDK 25 on it is null again where there is no terminal
    private ConsoleListener console() {
        var silent = new PrintStream(OutputStream.nullOutputStream());
        var console = System.console();
        boolean terminal = !quiet && console != null && console.isTerminal();
        return new ConsoleListener(quiet ? silent : System.err, terminal);
    }

    private Map<String, Object> report(IngestSettings settings) {
        var report = new LinkedHashMap<String, Object>();
        report.put("worktree", worktree);
        report.put("revision", revision);
        report.put("subdirectory", subdirectory);
        report.put("include", include);
        report.put("exclude", exclude);
        report.put("languages", languages.stream().map(Language::id).toList());
        report.put("maxFileBytes", maxFileBytes);
        report.put("threads", threads);
        settings.embedding()
                .ifPresent(it -> report.put("embedding", EmbeddingOptions.asReport(it)));
        return report;
    }

    private void summary(IngestResult result) {
        if (quiet) {
            return;
        }
        var imports = result.imports();
        System.err.printf(
                "%d files, %d edges, %d external, %d unresolved, %d isolated, %d notes -> %s%n",
                result.files().size(),
                imports.distinctPairs(),
                imports.external().size(),
                imports.unresolved().size(),
                result.isolated(),
                result.notes().size(),
                out);
        if (result.selfLoops()) {
            System.err.println(
                    "no file refers to another: walks stay where they are, and vectors tell nothing");
        }
    }

    private static int failed(String message) {
        System.err.println("ingest: " + ForeignText.shown(message));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
