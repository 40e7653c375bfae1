package dev.skerry.cli.command;

import dev.skerry.cli.build.Checkout;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skerry version}. */
@Command(name = "version", description = "Version, JDK and checkout.")
public final class VersionCommand implements Callable<Integer> {
    @Mixin HelpOption help;

    @Override
    public Integer call() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        System.out.println("skerry   " + (version == null ? "unpacked classes" : version));
        System.out.println(
                "java     " + Runtime.version() + " (" + System.getProperty("java.home") + ")");
        System.out.println("checkout " + Checkout.of(System.getenv()).root());
        return 0;
    }
}
