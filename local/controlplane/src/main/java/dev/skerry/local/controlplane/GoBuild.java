package dev.skerry.local.controlplane;

import dev.skerry.local.controlplane.BinaryEvent.Step;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Builds programs from Go modules whose every byte is named by a committed {@code go.sum}. */
final class GoBuild {
    private static final int LEAST_MINOR = 24;
    private static final Pattern GO_VERSION = Pattern.compile("go1\\.(\\d+)");
    private static final Duration ASK = Duration.ofMinutes(2);
    private static final Duration LIST = Duration.ofMinutes(20);
    private static final Duration BUILD = Duration.ofMinutes(60);

    private final Map<String, String> env;
    private final BinaryListener listener;

    /**
     * @param env of this process: {@code PATH} says where Go is, {@code GOPROXY} and its like are
     *     Go's own
     */
    GoBuild(Map<String, String> env, BinaryListener listener) {
        this.env = env;
        this.listener = listener;
    }

    /**
     * Builds {@code asked} and everything that is built together with it.
     *
     * @param workspace an empty folder; the programs lie in its {@code bin} afterwards
     * @throws IOException when Go is absent, too old, or the build fails (with its last lines)
     */
    Path build(Binary asked, Path workspace) throws IOException, InterruptedException {
        var go = requireGo(workspace);
        var module = asked.goModule().orElseThrow();
        for (var name : List.of("go.mod", "go.sum", "main.go"))
            copyResource(module + "/" + name, workspace);
        var packages = asked.builtTogether().stream().map(Binary::goPackage).toList();

        var deps = new ArrayList<String>();
        var list = new ArrayList<>(List.of(go, "list", "-deps"));
        list.addAll(packages);
        run(
                list,
                workspace,
                LIST,
                line -> {
                    if (line.startsWith("go: downloading "))
                        tell(asked, 0, 0, line.substring("go: ".length()));
                    else deps.add(line);
                });

        var bin = Files.createDirectories(workspace.resolve("bin"));
        var build =
                new ArrayList<>(
                        List.of(
                                go,
                                "build",
                                "-v",
                                "-trimpath",
                                "-ldflags",
                                asked.linkerFlags(),
                                "-o"));
        build.add(packages.size() > 1 ? bin + "/" : bin.resolve(asked.fileName()).toString());
        build.addAll(packages);
        var compiled = new int[1];
        tell(asked, 0, deps.size(), "building " + names(asked));
        run(
                build,
                workspace,
                BUILD,
                line -> {
                    if (!line.startsWith("go: ")) compiled[0]++;
                    tell(asked, Math.min(compiled[0], deps.size()), deps.size(), line);
                });
        return bin;
    }

    static String names(Binary asked) {
        return String.join(", ", asked.builtTogether().stream().map(Binary::fileName).toList());
    }

    private String requireGo(Path workspace) throws IOException, InterruptedException {
        var go =
                Arrays.stream(env.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator)))
                        .filter(d -> !d.isEmpty())
                        .map(d -> Path.of(d, "go"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() -> new IOException("no go on the PATH"));
        var said = new ArrayList<String>();
        run(List.of(go.toString(), "env", "GOVERSION"), workspace, ASK, said::add);
        var version = GO_VERSION.matcher(String.join(" ", said));
        if (!version.find() || Integer.parseInt(version.group(1)) < LEAST_MINOR) {
            throw new IOException(
                    "%s is %s, at least go1.%d is needed"
                            .formatted(go, String.join(" ", said).strip(), LEAST_MINOR));
        }
        return go.toString();
    }

    private static void copyResource(String name, Path workspace) throws IOException {
        try (var in = GoBuild.class.getResourceAsStream("go/" + name)) {
            if (in == null) {
                if (name.endsWith("main.go")) return;
                throw new IOException(
                        "resource go/" + name + " is missing from this build of Skerry");
            }
            Files.copy(in, workspace.resolve(name.substring(name.lastIndexOf('/') + 1)));
        }
    }

    private void run(
            List<String> command, Path workspace, Duration limit, Consumer<String> eachLine)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command).directory(workspace.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(env);
        builder.environment().put("CGO_ENABLED", "0");
        builder.environment().put("GOFLAGS", "-mod=readonly -buildvcs=false");
        builder.environment().put("GOWORK", "off");
        builder.environment().remove("GOOS");
        builder.environment().remove("GOARCH");
        var process = builder.start();
        var last = new ArrayDeque<String>();
        var reader =
                CompletableFuture.runAsync(
                        () -> {
                            try (var lines =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    process.getInputStream(),
                                                    StandardCharsets.UTF_8))) {
                                for (String line; (line = lines.readLine()) != null; ) {
                                    last.add(line);
                                    if (last.size() > 15) last.remove();
                                    eachLine.accept(line);
                                }
                            } catch (IOException e) {
                                last.add("reading its output: " + e.getMessage());
                            }
                        },
                        task -> Thread.ofVirtual().start(task));
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(
                        "%s did not end within %d minutes"
                                .formatted(
                                        String.join(" ", command.subList(0, 2)),
                                        limit.toMinutes()));
            }
            reader.join();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "go %s ended with %d: %s"
                            .formatted(
                                    command.get(1), process.exitValue(), String.join("\n", last)));
        }
    }

    private void tell(Binary binary, long done, long total, String message) {
        listener.on(new BinaryEvent(binary, Step.BUILD, done, total, message));
    }
}
