package dev.skerry.cli.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The sources that the programs are built from, and one hash over all of them. */
final class Sources {
    /**
     * Modules that make up the programs, in the order they are built. The entry script has the same
     * list.
     */
    static final List<String> MODULES =
            List.of(
                    "crds",
                    "artifacts",
                    "local/controlplane",
                    "operator",
                    "trainer-image",
                    "local",
                    "cli");

    private Sources() {}

    /**
     * SHA-256 over the path, length and content of every source, in the order of the paths; 64 hex
     * digits.
     */
    static String hash(Path root) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : files(root)) {
            byte[] content = Files.readAllBytes(file);
            byte[] name = root.relativize(file).toString().getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(16).putLong(name.length).putLong(content.length).flip());
            digest.update(name);
            digest.update(content);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static List<Path> files(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        collect(root.resolve("pom.xml"), files);
        collect(root.resolve(".mvn"), files);
        for (String module : MODULES) {
            collect(root.resolve(module).resolve("pom.xml"), files);
            collect(root.resolve(module).resolve("src/main"), files);
            collect(root.resolve(module).resolve("k8s"), files);
        }
        return files.stream().sorted().toList();
    }

    private static void collect(Path place, List<Path> into) throws IOException {
        if (!Files.exists(place)) return;
        try (Stream<Path> walk = Files.walk(place)) {
            walk.filter(Files::isRegularFile).forEach(into::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
