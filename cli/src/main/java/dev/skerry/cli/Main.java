package dev.skerry.cli;

import dev.skerry.cli.command.DownCommand;
import dev.skerry.cli.command.EmbedCommand;
import dev.skerry.cli.command.EnvCommand;
import dev.skerry.cli.command.HelpOption;
import dev.skerry.cli.command.IngestCommand;
import dev.skerry.cli.command.Invocation;
import dev.skerry.cli.command.KubectlCommand;
import dev.skerry.cli.command.PassThrough;
import dev.skerry.cli.command.StatusCommand;
import dev.skerry.cli.command.TestCommand;
import dev.skerry.cli.command.UpCommand;
import dev.skerry.cli.command.VersionCommand;
import dev.skerry.cli.demo.DemoCommand;
import dev.skerry.cli.job.LogsCommand;
import dev.skerry.cli.job.RerunCommand;
import dev.skerry.cli.job.SimilarCommand;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code skerry …}. Exit codes: 0 fine, 1 failed, 2 wrong usage; those that pass through keep their
 * program's.
 */
@Command(
        name = "skerry",
        synopsisSubcommandLabel = "COMMAND",
        description = {"Machine learning on Kubernetes, from a Git repository to the edge.%n"},
        commandListHeading = "%nCommands:%n",
        footer = {"", "Start with @|bold skerry demo|@. Each command explains itself with --help."},
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            StatusCommand.class,
            EnvCommand.class,
            KubectlCommand.class,
            LogsCommand.class,
            SimilarCommand.class,
            RerunCommand.class,
            DownCommand.class,
            IngestCommand.class,
            EmbedCommand.class,
            TestCommand.class,
            VersionCommand.class,
            HelpCommand.class,
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    @Mixin HelpOption help;

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine line = commandLine();
        if (arguments.length > 0
                && line.getSubcommands().get(arguments[0]) instanceof CommandLine sub
                && sub.getCommandSpec().userObject() instanceof PassThrough program) {
            return Failures.guard(
                    () -> program.run(Arrays.asList(arguments).subList(1, arguments.length)));
        }
        return line.execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine line =
                new CommandLine(new Main())
                        .setCommandName(Invocation.of(System.getenv()).command());
        line.getCommandSpec().versionProvider(new Invocation.Version());
        for (CommandLine sub : line.getSubcommands().values()) {
            sub.getCommandSpec().versionProvider(new Invocation.Version());
        }
        return line.setColorScheme(CommandLine.Help.defaultColorScheme(Failures.ansi()))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler(
                        (exception, command, parsed) -> Failures.tell(exception));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
