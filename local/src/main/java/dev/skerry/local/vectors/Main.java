package dev.skerry.local.vectors;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The vector store as a program; SIGTERM ends it in order. */
@Command(
        name = "skerry-vectors",
        mixinStandardHelpOptions = true,
        description =
                "A small local vector store for development and tests. It speaks Qdrant's gRPC; it is not Qdrant.")
public final class Main implements Callable<Integer> {
    private static final int MAX_KEY_BYTES = 4096;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Data directory, made if missing.")
    private Path data;

    @Option(
            names = "--listen",
            defaultValue = "127.0.0.1:6334",
            paramLabel = "ADDRESS:PORT",
            description =
                    "Loopback address and port, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private String listen;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "File with the key that calls must carry.")
    private Path apiKeyFile;

    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            VectorStoreServer server = VectorStoreServer.start(data, address(), apiKey());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "vectors-stop"));
            out.println(
                    "skerry vector store on 127.0.0.1:"
                            + server.port()
                            + ": a small local store for development and tests, not Qdrant");
            out.flush();
            server.awaitClosed();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            err.println("skerry-vectors: " + e.getMessage());
            return 1;
        }
    }

    private InetSocketAddress address() {
        int colon = listen.lastIndexOf(':');
        try {
            int port = Integer.parseInt(listen.substring(colon + 1));
            return new InetSocketAddress(
                    InetAddress.getByName(listen.substring(0, Math.max(0, colon))), port);
        } catch (IllegalArgumentException | UnknownHostException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--listen: \"" + listen + "\" is no ADDRESS:PORT such as 127.0.0.1:6334",
                    e);
        }
    }

    private Optional<String> apiKey() throws IOException {
        if (apiKeyFile == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(apiKeyFile) || Files.size(apiKeyFile) > MAX_KEY_BYTES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--api-key-file: "
                            + apiKeyFile
                            + " is no file of at most "
                            + MAX_KEY_BYTES
                            + " bytes");
        }
        return Optional.of(Files.readString(apiKeyFile, StandardCharsets.UTF_8).strip());
    }
}
