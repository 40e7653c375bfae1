package dev.skerry.cli.command;

import picocli.CommandLine.Option;

/** {@code -h, --help} and {@code -V, --version}, the same for every command. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean wanted;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    boolean version;
}
