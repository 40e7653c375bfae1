package dev.skerry.local.controlplane;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A process to start.
 *
 * @param name unique among the living children of one {@link Children}; letters, digits, {@code . _
 *     -}
 * @param command program and arguments; a program without a slash is looked up on {@code PATH} of
 *     {@code env}
 * @param env all of its environment: nothing is inherited
 * @param workdir an existing folder
 * @param logFile takes stdout and stderr, appended, in the order written
 * @param stdin a file it reads; empty means end-of-file at once
 */
public record ChildSpec(
        String name,
        List<String> command,
        Map<String, String> env,
        Path workdir,
        Path logFile,
        Optional<Path> stdin) {
    public ChildSpec {
        Objects.requireNonNull(name, "name");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,199}")) {
            throw new IllegalArgumentException(
                    "child name \"%s\": use letters, digits, dot, underscore and dash, at most 200"
                            .formatted(name));
        }
        command = List.copyOf(command);
        if (command.isEmpty())
            throw new IllegalArgumentException("child " + name + ": the command is empty");
        env = Map.copyOf(env);
        Objects.requireNonNull(workdir, "workdir");
        Objects.requireNonNull(logFile, "logFile");
        Objects.requireNonNull(stdin, "stdin");
    }

    public ChildSpec(
            String name,
            List<String> command,
            Map<String, String> env,
            Path workdir,
            Path logFile) {
        this(name, command, env, workdir, logFile, Optional.empty());
    }
}
