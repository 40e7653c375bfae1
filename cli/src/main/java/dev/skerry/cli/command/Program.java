package dev.skerry.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A child process that has this one's terminal. */
final class Program {
    private static final int GRACE_SECONDS = 35;

    private Program() {}

    /**
     * Runs a command with this process' input, output and error. Where this process is told to end,
     * the child is told too and gets {@value #GRACE_SECONDS} s to clean up.
     *
     * @return its exit code
     */
    static int run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "child-end"));
        return process.waitFor();
    }

    private static void end(Process process) {
        if (!process.isAlive()) return;
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
