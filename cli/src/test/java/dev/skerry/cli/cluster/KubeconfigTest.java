package dev.skerry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cluster a command talks to, by what the user has said. */
class KubeconfigTest {
    @TempDir private Path home;
    private Path local;
    private Path other;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void files() throws IOException {
        local = Files.writeString(home.resolve("local.kubeconfig"), "{}");
        other = Files.writeString(home.resolve("other.kubeconfig"), "{}");
        environment.put("HOME", home.toString());
    }

    @Test
    void whereNothingIsNamedTheLocalClusterIsTakenWithItsVectorStore() throws IOException {
        kubectlHasOne();
        var chosen = choose(false, runs());
        assertThat(chosen.files()).containsExactly(local);
        assertThat(chosen.local()).containsKey("QDRANT_URL");
    }

    @Test
    void whatTheUserNamesComesBeforeTheLocalCluster() throws IOException {
        kubectlHasOne();
        environment.put("KUBECONFIG", other.toString());
        assertThat(choose(false, runs()).files()).containsExactly(other);
        assertThat(choose(false, runs()).local()).isEmpty();
        var option = choose(Optional.of(local), Optional.empty(), false, Map.of());
        assertThat(option.files()).containsExactly(local);
    }

    @Test
    void theLocalClustersOwnFileIsTheLocalClusterAlsoWhenItIsNamed() throws IOException {
        environment.put("KUBECONFIG", local.toString());
        assertThat(choose(false, runs()).local()).containsKey("QDRANT_URL");
        environment.clear();
        assertThat(choose(Optional.of(local), Optional.empty(), false, runs()).local())
                .containsKey("QDRANT_URL");
    }

    @Test
    void aContextIsLookedForInKubectlsOwnFile() throws IOException {
        Path own = kubectlHasOne();
        var chosen = choose(Optional.empty(), Optional.of("prod"), false, runs());
        assertThat(chosen.files()).containsExactly(own);
        assertThat(chosen.local()).isEmpty();
    }

    @Test
    void kubectlsPluginTalksToWhatKubectlTalksTo() throws IOException {
        assertThat(choose(true, runs()).files()).containsExactly(local);
        Path own = kubectlHasOne();
        assertThat(choose(true, runs()).files()).containsExactly(own);
    }

    @Test
    void severalFilesAreKeptInTheirOrderAndMissingOnesPassedOver() throws IOException {
        environment.put("KUBECONFIG", other + ":" + home.resolve("absent") + "::" + local);
        assertThat(choose(false, Map.of()).files()).containsExactly(other, local);
        assertThat(choose(false, Map.of()).path()).isEqualTo(other + ":" + local);
    }

    @Test
    void whatIsNamedAndNotThereIsSaid() {
        assertThatThrownBy(
                        () ->
                                choose(
                                        Optional.of(Path.of("/nowhere/k")),
                                        Optional.empty(),
                                        false,
                                        runs()))
                .hasMessage("--kubeconfig: there is no file /nowhere/k");
        environment.put("KUBECONFIG", "/nowhere/k");
        assertThatThrownBy(() -> choose(false, runs()))
                .hasMessage("KUBECONFIG: there is no file /nowhere/k");
    }

    @Test
    void whereThereIsNoClusterAtAllTheUserIsToldWhatToDo() {
        assertThatThrownBy(() -> choose(false, Map.of()))
                .hasMessage(
                        "no cluster is named and none runs here; start one with skerry up, or name one by --kubeconfig or KUBECONFIG");
    }

    @Test
    void aPodTalksToItsOwnCluster() throws IOException {
        environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        assertThat(choose(false, Map.of()).files()).isEqualTo(List.of());
    }

    private Path kubectlHasOne() throws IOException {
        Files.createDirectories(home.resolve(".kube"));
        return Files.writeString(home.resolve(".kube/config"), "{}");
    }

    private Map<String, String> runs() {
        return Map.of("KUBECONFIG", local.toString(), "QDRANT_URL", "http://127.0.0.1:1");
    }

    private Kubeconfig choose(boolean plugin, Map<String, String> cluster) throws IOException {
        return choose(Optional.empty(), Optional.empty(), plugin, cluster);
    }

    private Kubeconfig choose(
            Optional<Path> file,
            Optional<String> context,
            boolean plugin,
            Map<String, String> cluster)
            throws IOException {
        return Kubeconfig.choose(new Kubeconfig.Asked(file, context, plugin, environment, cluster));
    }
}
