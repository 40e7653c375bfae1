package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.Binary;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.BinaryUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The vector store: the official Qdrant where its program can be had, else our small one. Which of
 * them is chosen at the first start and kept, since neither reads the other's files.
 */
final class VectorStore implements ProgramPart.Recipe {
    private static final String OFFICIAL = "qdrant";
    private static final String OWN = "skerry";

    private final Path folder;
    private final Ports ports;
    private final Programs programs;
    private final Function<Part.Said, BinaryStore> binaries;
    private final Board board;

    VectorStore(
            Path folder,
            Ports ports,
            Programs programs,
            Function<Part.Said, BinaryStore> binaries,
            Board board) {
        this.folder = folder;
        this.ports = ports;
        this.programs = programs;
        this.binaries = binaries;
        this.board = board;
    }

    @Override
    public ProgramPart.Launch prepare(Part.Said said) throws IOException, InterruptedException {
        OwnedFiles.folder(folder);
        Optional<Path> official = official(said);
        String key = apiKey();
        int port = ports.take("vectors");
        board.environment(Map.of("QDRANT_URL", "http://127.0.0.1:" + port, "QDRANT_API_KEY", key));
        return official.isPresent() ? qdrant(official.get(), port, key) : own(port);
    }

    private Optional<Path> official(Part.Said said) throws IOException, InterruptedException {
        Path choice = folder.resolve("kind");
        String kept = Files.exists(choice) ? Files.readString(choice).strip() : "";
        if (kept.equals(OWN)) return Optional.empty();
        Optional<Path> program;
        try {
            program = Optional.of(binaries.apply(said).require(Binary.QDRANT));
        } catch (BinaryUnavailableException e) {
            if (kept.equals(OFFICIAL)) throw new IOException(e.getMessage(), e);
            program = Optional.empty();
        }
        String kind = program.isPresent() ? OFFICIAL : OWN;
        OwnedFiles.write(choice, (kind + "\n").getBytes(StandardCharsets.UTF_8));
        return program;
    }

    private ProgramPart.Launch qdrant(Path program, int port, String key) throws IOException {
        int web = ports.take("vectors-http");
        Path data = OwnedFiles.folder(folder.resolve("qdrant"));
        Map<String, String> environment =
                Map.of(
                        "QDRANT__SERVICE__HOST", "127.0.0.1",
                        "QDRANT__SERVICE__GRPC_PORT", Integer.toString(port),
                        "QDRANT__SERVICE__HTTP_PORT", Integer.toString(web),
                        "QDRANT__SERVICE__API_KEY", key,
                        "QDRANT__STORAGE__STORAGE_PATH", data.resolve("storage").toString(),
                        "QDRANT__STORAGE__SNAPSHOTS_PATH", data.resolve("snapshots").toString(),
                        "QDRANT__TELEMETRY_DISABLED", "true");
        return new ProgramPart.Launch(
                List.of(program.toString()),
                environment,
                Probe.tcp(port),
                "http://127.0.0.1:" + port,
                "Qdrant " + Binary.QDRANT.version());
    }

    private ProgramPart.Launch own(int port) {
        List<String> command = new ArrayList<>();
        command.add(Programs.java().toString());
        command.addAll(programs.quickStart("vectors"));
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        programs.libraries(),
                        "dev.skerry.local.vectors.Main",
                        "--data",
                        folder.resolve("data").toString(),
                        "--listen",
                        "127.0.0.1:" + port,
                        "--api-key-file",
                        folder.resolve("api-key").toString()));
        return new ProgramPart.Launch(
                command,
                Map.of(),
                Probe.tcp(port),
                "http://127.0.0.1:" + port,
                "our small stand-in for Qdrant, which could not be had");
    }

    private String apiKey() throws IOException {
        Path file = folder.resolve("api-key");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            OwnedFiles.write(
                    file, HexFormat.of().formatHex(random).getBytes(StandardCharsets.UTF_8));
        }
        return Files.readString(file).strip();
    }
}
