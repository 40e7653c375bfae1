package dev.skerry.trainer.program;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/**
 * What started this program, for the words of its help: {@code skerry.command} is what the user
 * typed, {@code skerry.version} what is printed as the version.
 */
public final class Invocation implements IVersionProvider {

    /** As the user typed it, such as {@code skerry ingest}. */
    public static CommandLine named(CommandLine line) {
        var name = line.getCommandName();
        return line.setCommandName(System.getProperty("skerry.command", "skerry " + name));
    }

    @Override
    public String[] getVersion() {
        var built = Optional.ofNullable(Invocation.class.getPackage().getImplementationVersion());
        var version =
                Optional.ofNullable(System.getProperty("skerry.version"))
                        .orElse("skerry " + built.orElse("unpacked classes"));
        return version.lines().toArray(String[]::new);
    }
}
