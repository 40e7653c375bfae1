package dev.skerry.trainer.ingest;

import picocli.CommandLine;

/** The program {@code ingest}: a repository's import graph and vectors, without any cluster. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var exit =
                new CommandLine(new IngestCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(arguments);
        System.exit(exit);
    }
}
