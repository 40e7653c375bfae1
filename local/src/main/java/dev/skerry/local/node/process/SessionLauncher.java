package dev.skerry.local.node.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Forks from one permanent platform thread, because the parent-death signal fires when the forking
 * thread ends, not the process. A child leads a session, so that a whole container can be found and
 * signalled.
 */
public final class SessionLauncher implements Launcher {
    private static final List<String> PREFIX =
            List.of("setpriv", "--pdeathsig", "KILL", "--", "setsid");

    private final ExecutorService forking =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("container-fork").daemon(true).factory());

    @Override
    public Process start(Launch launch) throws IOException {
        var command = new ArrayList<String>(PREFIX);
        command.add(executable(launch).toString());
        command.addAll(launch.command().subList(1, launch.command().size()));
        var builder = new ProcessBuilder(command).directory(launch.directory().toFile());
        try {
            builder.environment().clear();
            builder.environment().putAll(launch.environment());
            var process = forking.submit(builder::start).get();
            process.getOutputStream().close();
            return process;
        } catch (IllegalArgumentException e) {
            throw new IOException("environment: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting " + launch.command().getFirst(), e);
        }
    }

    private static Path executable(Launch launch) throws IOException {
        var program = launch.command().getFirst();
        if (program.contains("/")) {
            var path = launch.directory().resolve(program).normalize();
            if (runs(path)) return path;
            throw new IOException("exec: \"" + program + "\": no such executable file");
        }
        for (var folder : launch.environment().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
            var path = Path.of(folder.isEmpty() ? "." : folder).resolve(program);
            if (!program.isEmpty() && runs(path)) return path.toAbsolutePath();
        }
        throw new IOException("exec: \"" + program + "\": executable file not found in $PATH");
    }

    private static boolean runs(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
