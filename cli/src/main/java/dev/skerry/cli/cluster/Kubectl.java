package dev.skerry.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Terminal;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.controlplane.Binary;
import dev.skerry.local.controlplane.BinaryEvent;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.BinaryUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds a kubectl that fits the server: at most one minor version apart, as Kubernetes promises.
 */
public final class Kubectl {
    private static final int LIMIT_SECONDS = 5;

    private Kubectl() {}

    /**
     * The one on the PATH when it fits, else one from the cache, fetched or built at first.
     *
     * @throws IOException where there is none, in words for the user
     */
    public static Path find(Path cache, Map<String, String> environment, Terminal terminal)
            throws IOException, InterruptedException {
        Optional<Path> own = onPath(environment);
        if (own.isPresent() && fits(version(own.get()), Binary.KUBECTL.version())) {
            return own.get();
        }
        try (Live live = terminal.live(System.err)) {
            return new BinaryStore(cache, event -> show(event, live)).require(Binary.KUBECTL);
        } catch (BinaryUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void show(BinaryEvent event, Live live) {
        if (event.step() == BinaryEvent.Step.CACHED || event.step() == BinaryEvent.Step.READY) {
            return;
        }
        String bar =
                event.total() > 0
                        ? Texts.bar((double) event.done() / event.total(), 16) + "  "
                        : "";
        live.show(live.spinner() + " kubectl  " + bar + event.message());
    }

    /**
     * Whether a client of this version may talk to a server of that: same major, minors at most one
     * apart.
     *
     * @param client such as {@code v1.33.2} or {@code v1.32.4-dispatcher}
     */
    static boolean fits(String client, String server) {
        int[] ours = parts(client);
        int[] theirs = parts(server);
        return ours.length == 2
                && theirs.length == 2
                && ours[0] == theirs[0]
                && Math.abs(ours[1] - theirs[1]) <= 1;
    }

    private static int[] parts(String version) {
        var matcher =
                java.util.regex.Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})([.+-].*)?")
                        .matcher(version);
        if (!matcher.matches()) return new int[0];
        return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
    }

    private static Optional<Path> onPath(Map<String, String> environment) {
        for (String folder : environment.getOrDefault("PATH", "").split(":")) {
            Path program = Path.of(folder, "kubectl");
            if (!folder.isEmpty() && Files.isExecutable(program)) return Optional.of(program);
        }
        return Optional.empty();
    }

    private static String version(Path kubectl) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(kubectl.toString(), "version", "--client", "-o", "json")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            JsonNode json = new ObjectMapper().readTree(process.getInputStream());
            return json.path("clientVersion").path("gitVersion").asText("");
        } catch (IOException e) {
            return "";
        }
    }
}
