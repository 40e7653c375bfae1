package dev.skerry.tests.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Git repository of a test's own. */
public final class Repository {
    public final Path path;

    private Repository(Path path) {
        this.path = path;
    }

    public static Repository empty() throws IOException {
        var repository = new Repository(Files.createTempDirectory("skerry-repository"));
        // whatever becomes of the test
        Runtime.getRuntime().addShutdownHook(new Thread(repository::delete));
        repository.git("init", "--quiet", "--initial-branch=main");
        return repository;
    }

    /**
     * {@code modules} Python files, each importing the one before it, and a few of other languages.
     */
    public static Repository of(int modules) throws IOException {
        var repository = empty();
        repository.write("app/__init__.py", "");
        for (int i = 0; i < modules; i++) {
            repository.write(
                    "app/m%d.py".formatted(i),
                    i == 0
                            ? "import os\n"
                            : "from app import m%d\nfrom . import m%d\nimport requests\n"
                                    .formatted(i - 1, i / 2));
        }
        repository.write("web/index.ts", "import { a } from './a';\nexport const b = a;\n");
        repository.write("web/a.ts", "export const a = 1;\n");
        repository.write(
                "src/main/java/org/example/A.java", "package org.example;\nclass A { B b; }\n");
        repository.write("src/main/java/org/example/B.java", "package org.example;\nclass B {}\n");
        repository.commit("first");
        return repository;
    }

    public void delete() {
        if (!Files.exists(path)) return;
        try (var files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(String name, String content) throws IOException {
        var file = path.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    public String commit(String message) throws IOException {
        git("add", "--all");
        git(
                "-c",
                "user.name=Test",
                "-c",
                "user.email=test@example.org",
                "commit",
                "--quiet",
                "--allow-empty",
                "-m",
                message);
        return git("rev-parse", "HEAD").strip();
    }

    public String git(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git", "-C", path.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0)
                throw new IOException(command + ": " + output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }
}
