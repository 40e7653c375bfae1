package dev.skerry.local.node.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to start. The environment is complete: nothing is inherited.
 *
 * @param command program and arguments, never empty
 * @param directory working directory, which exists
 */
public record Launch(List<String> command, Map<String, String> environment, Path directory) {
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty())
            throw new IllegalArgumentException("a command has at least a program");
    }
}
