package dev.skerry.cli.command;

import picocli.CommandLine.Option;

/** {@code -h, --help}, the same for every command. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean wanted;
}
