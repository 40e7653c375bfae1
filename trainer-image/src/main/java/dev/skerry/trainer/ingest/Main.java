package dev.skerry.trainer.ingest;

import dev.skerry.trainer.program.Invocation;
import dev.skerry.trainer.program.VectorModule;
import picocli.CommandLine;

/** The program {@code ingest}: a repository's import graph and vectors, without any cluster. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var problem = VectorModule.load();
        if (problem.isPresent()) {
            System.err.println("ingest: " + problem.get());
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return Invocation.named(new CommandLine(new IngestCommand()))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
