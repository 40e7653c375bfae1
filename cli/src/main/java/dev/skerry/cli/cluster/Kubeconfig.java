package dev.skerry.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which kubeconfig counts.
 *
 * @param files those that are there, merged as kubectl merges them; none inside a pod
 * @param local what the local cluster of this checkout says of itself, where it is the one; else
 *     empty
 */
public record Kubeconfig(List<Path> files, Map<String, String> local) {
    private static final String VARIABLE = "KUBECONFIG";

    /**
     * What the user and the machine say.
     *
     * @param file of {@code --kubeconfig}
     * @param context of {@code --context}
     * @param plugin whether kubectl started this, whose own file then comes first
     * @param environment of this process
     * @param local environment of the local cluster of this checkout; empty where none runs
     */
    public record Asked(
            Optional<Path> file,
            Optional<String> context,
            boolean plugin,
            Map<String, String> environment,
            Map<String, String> local) {}

    /**
     * kubectl's order; the local cluster where nothing was named.
     *
     * @throws IOException where there is none, with what to do
     */
    public static Kubeconfig choose(Asked asked) throws IOException {
        if (asked.file().isPresent()) return named(asked.file().get(), asked);
        String variable = asked.environment().getOrDefault(VARIABLE, "");
        if (!variable.isBlank()) return ofVariable(variable, asked);
        Path home = Path.of(asked.environment().getOrDefault("HOME", "/"), ".kube/config");
        boolean kubectlHasOne = Files.isRegularFile(home);
        boolean named = asked.context().isPresent() || asked.plugin();
        if (kubectlHasOne && named) return new Kubeconfig(List.of(home), Map.of());
        if (asked.local().containsKey(VARIABLE) && asked.context().isEmpty()) {
            return new Kubeconfig(List.of(Path.of(asked.local().get(VARIABLE))), asked.local());
        }
        if (kubectlHasOne) return new Kubeconfig(List.of(home), Map.of());
        if (asked.environment().containsKey("KUBERNETES_SERVICE_HOST")) {
            return new Kubeconfig(List.of(), Map.of());
        }
        throw new IOException(
                "no cluster is named and none runs here; start one with skerry up, or name one by --kubeconfig or KUBECONFIG");
    }

    private static Kubeconfig named(Path file, Asked asked) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("--kubeconfig: there is no file " + file);
        }
        return of(List.of(file), asked);
    }

    private static Kubeconfig ofVariable(String variable, Asked asked) throws IOException {
        List<Path> there =
                Arrays.stream(variable.split(File.pathSeparator))
                        .filter(name -> !name.isBlank())
                        .map(Path::of)
                        .filter(Files::isRegularFile)
                        .toList();
        if (there.isEmpty()) {
            throw new IOException("KUBECONFIG: there is no file " + variable);
        }
        return of(there, asked);
    }

    private static Kubeconfig of(List<Path> files, Asked asked) {
        boolean isLocal = files.equals(localFile(asked)) && asked.context().isEmpty();
        return new Kubeconfig(files, isLocal ? asked.local() : Map.of());
    }

    private static List<Path> localFile(Asked asked) {
        return Optional.ofNullable(asked.local().get(VARIABLE)).map(Path::of).stream().toList();
    }

    /** As the variable holds it. */
    public String path() {
        return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
