package dev.skerry.cli.build;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Maven as a child process of this one, its output line by line to a log file and to a listener.
 */
final class Maven {
    /** What Maven on JDK 25 needs to be quiet, and what an older {@code java} would refuse. */
    private static final String JVM =
            "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseParallelGC";

    private final Path program;
    private final Path root;
    private final Map<String, String> environment;

    private Maven(Path program, Path root, Map<String, String> environment) {
        this.program = program;
        this.root = root;
        this.environment = environment;
    }

    /**
     * Finds Maven: {@code MAVEN_HOME}, the PATH, then the usual places.
     *
     * @throws IOException with a sentence for the user where there is none
     */
    static Maven find(Path root, Map<String, String> environment) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String key : List.of("MAVEN_HOME", "M2_HOME")) {
            if (environment.get(key) != null) folders.add(Path.of(environment.get(key), "bin"));
        }
        for (String folder : environment.getOrDefault("PATH", "").split(":")) {
            if (!folder.isEmpty()) folders.add(Path.of(folder));
        }
        String home = environment.getOrDefault("HOME", "/");
        for (String place :
                List.of(
                        "/usr/share/maven/bin",
                        "/opt/maven/bin",
                        "/opt/homebrew/bin",
                        "/usr/local/bin",
                        home + "/.sdkman/candidates/maven/current/bin")) {
            folders.add(Path.of(place));
        }
        for (Path folder : folders) {
            if (Files.isExecutable(folder.resolve("mvn")))
                return new Maven(folder.resolve("mvn"), root, environment);
        }
        throw new IOException(
                "no Maven found (looked at MAVEN_HOME, the PATH and the usual places); install Maven 3.9");
    }

    /**
     * Runs Maven with these arguments in the checkout.
     *
     * @param log replaced by the whole output
     * @param onLine called for every line, on the calling thread's helper
     * @return Maven's exit code
     */
    int run(List<String> arguments, Path log, Consumer<String> onLine)
            throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(program.toString(), "-B"), arguments.stream()).toList();
        var builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        String given = environment.getOrDefault("MAVEN_OPTS", "");
        builder.environment().put("MAVEN_OPTS", (JVM + " " + given).strip());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        var hook = new Thread(() -> end(process), "maven-end");
        Runtime.getRuntime().addShutdownHook(hook);
        Files.createDirectories(log.getParent());
        try (var reader = process.inputReader();
                var writer = new PrintWriter(Files.newBufferedWriter(log))) {
            writer.println("$ " + String.join(" ", command));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                writer.println(line);
                if (line.startsWith("[ERROR]")) writer.flush();
                onLine.accept(line);
            }
            return process.waitFor();
        } finally {
            end(process);
            unhook(hook);
        }
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this JVM is ending; the hook has run or runs now
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) all.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
