package dev.skerry.cli.command;

import java.util.List;

/** A command that hands all its arguments to another program, {@code --help} and {@code --} too. */
public interface PassThrough {
    /**
     * @return the program's exit code
     */
    int run(List<String> arguments) throws Exception;
}
