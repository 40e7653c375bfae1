package dev.skerry.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skerry version}. */
@Command(name = "version", description = "Version, JDK and checkout.")
public final class VersionCommand implements Callable<Integer> {
    @Mixin HelpOption help;

    @Override
    public Integer call() {
        Invocation.of(System.getenv()).version().forEach(System.out::println);
        return 0;
    }
}
