package dev.skerry.local.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The built programs as the cluster runs them: a copy, so that a build under a running cluster
 * pulls nothing from under it.
 *
 * @param folder holds {@code lib} (daemon, node, vector store), {@code operator}, {@code trainer},
 *     {@code manifests}
 */
public record Programs(Path folder) {
    /** Of the one namespace that it is applied in; this cluster's own file takes its place. */
    private static final Path OF_A_NAMESPACE = Path.of("operator/k8s/share-credentials.yaml");

    /**
     * Copies what is built in a checkout, once for each build.
     *
     * @param build hash of the sources
     */
    static Programs copy(Path checkout, Path stateFolder, String build) throws IOException {
        Path all = OwnedFiles.folder(stateFolder.resolve("programs"));
        Path folder = all.resolve(build.substring(0, Math.min(build.length(), 16)));
        if (Files.isDirectory(folder)) return new Programs(folder);
        Path beside = all.resolve(".copy-" + ProcessHandle.current().pid());
        OwnedFiles.removeTree(beside);
        try {
            copyAll(checkout, beside);
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            OwnedFiles.removeTree(beside);
            if (!Files.isDirectory(folder)) throw e; // else another start was quicker
        }
        return new Programs(folder);
    }

    private static void copyAll(Path checkout, Path to) throws IOException {
        Files.createDirectories(to.resolve("trainer"));
        Files.createDirectories(to.resolve("manifests"));
        OwnedFiles.copyTree(checkout.resolve("cli/target/lib"), to.resolve("lib"));
        OwnedFiles.copyTree(
                checkout.resolve("operator/target/quarkus-app"), to.resolve("operator"));
        OwnedFiles.copyTree(
                checkout.resolve("trainer-image/target/lib"), to.resolve("trainer/lib"));
        Path grammars = checkout.resolve("trainer-image/target/native");
        if (Files.isDirectory(grammars)) {
            OwnedFiles.copyTree(grammars, to.resolve("trainer/native"));
        }
        for (Path jar : filesIn(checkout.resolve("trainer-image/target"), ".jar")) {
            Files.copy(jar, to.resolve("trainer").resolve(jar.getFileName()));
        }
        for (String module : List.of("crds/k8s", "operator/k8s", "local/k8s")) {
            for (Path manifest : filesIn(checkout.resolve(module), ".yaml")) {
                if (manifest.endsWith(OF_A_NAMESPACE)) continue;
                String name = module.replace('/', '-') + "-" + manifest.getFileName();
                Files.copy(manifest, to.resolve("manifests").resolve(name));
            }
        }
    }

    /**
     * Removes the copies of other builds; called by the daemon, which alone knows that none runs.
     */
    void removeOthers() throws IOException {
        try (Stream<Path> all = Files.list(folder.getParent())) {
            for (Path other : all.toList()) {
                if (!other.equals(folder)) OwnedFiles.removeTree(other);
            }
        }
    }

    /** The class path of daemon, process node and vector store. */
    String libraries() {
        return folder.resolve("lib") + "/*";
    }

    Path operator() {
        return folder.resolve("operator");
    }

    String trainerClassPath() throws IOException {
        Path trainer = folder.resolve("trainer");
        String jars =
                filesIn(trainer, ".jar").stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(":"));
        return jars + ":" + trainer.resolve("lib") + "/*";
    }

    List<Path> manifests() throws IOException {
        return filesIn(folder.resolve("manifests"), ".yaml");
    }

    /** An archive of loaded classes, made when a program ends for the first time. */
    List<String> quickStart(String program) {
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + folder.resolve(program + ".jsa"),
                "-Xlog:disable",
                "-Xlog:all=off");
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static List<Path> filesIn(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }
}
