package dev.skerry.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.cli.term.Paint;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.ClusterState.Component;
import dev.skerry.local.cluster.ClusterState.Condition;
import dev.skerry.local.cluster.ClusterState.Phase;
import dev.skerry.local.cluster.ClusterState.ProcessId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterLinesTest {
    private static final Paint NONE = new Paint(false);

    @Test
    void eachPartIsALineWithItsSign() {
        var state =
                state(
                        part(
                                "control plane",
                                Condition.HEALTHY,
                                "Kubernetes 1.34.4",
                                0,
                                0,
                                "https://127.0.0.1:45453"),
                        part("object store", Condition.PREPARING, "building minio", 50, 200, ""),
                        part("operator", Condition.WAITING, "after control-plane", 0, 0, ""),
                        failing("process node", "exit code 1", 69_000));
        assertThat(ClusterLines.of(state, "*", 1_000, 65_000, NONE))
                .containsExactly(
                        "✓ control plane   5.8 s       https://127.0.0.1:45453  Kubernetes 1.34.4",
                        "* object store    1:04        ████░░░░░░░░░░░░  25 %  building minio",
                        "· operator                    after control-plane",
                        "! process node    1:04        exit code 1; tries again in 4 s");
    }

    @Test
    void theTableHasALineForEachProcessAndASum() {
        var etcd = new ProcessId("etcd", 11, 1);
        var api = new ProcessId("kube-apiserver", 12, 1);
        var plane =
                new Component(
                        "control-plane",
                        "control plane",
                        Condition.HEALTHY,
                        0,
                        1,
                        "Kubernetes",
                        0,
                        0,
                        "https://127.0.0.1:1",
                        "",
                        2,
                        0,
                        0,
                        List.of(etcd, api));
        var lines =
                StatusTable.lines(
                        state(plane),
                        Map.of(10L, 100_000_000L, 11L, 50_000_000L, 12L, 300_000_000L),
                        90_000,
                        NONE);
        assertThat(lines.getFirst()).isEqualTo("The local cluster is ready; up 89 s.");
        assertThat(lines)
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("✓ control plane")
                                        .contains("healthy")
                                        .endsWith("(restarts: 2)"))
                .anySatisfy(
                        line -> assertThat(line).contains("etcd").contains("11").endsWith("50 MB"))
                .anySatisfy(line -> assertThat(line).contains("daemon").endsWith("100 MB"));
        assertThat(lines.getLast()).startsWith("  all").endsWith("450 MB");
    }

    @Test
    void aLongStartLeavesABlankAndAnOldOneIsNotToldAgain() {
        var slow =
                new Component(
                        "control-plane",
                        "control plane",
                        Condition.HEALTHY,
                        1_000,
                        437_000,
                        "Kubernetes",
                        0,
                        0,
                        "https://127.0.0.1:45453",
                        "",
                        0,
                        0,
                        0,
                        List.of());
        assertThat(ClusterLines.line(slow, "", 1_000, 2_000, NONE))
                .isEqualTo("✓ control plane   7 min 17 s  https://127.0.0.1:45453  Kubernetes");
        assertThat(ClusterLines.line(slow, "", 1_001, 2_000, NONE))
                .isEqualTo("✓ control plane               https://127.0.0.1:45453  Kubernetes");
    }

    @Test
    void theTableSaysPlainlyThatTheOperatorDoesNotRun() {
        var operator = new ProcessId("operator", 11, 1);
        var healthy =
                new Component(
                        "operator",
                        "operator",
                        Condition.HEALTHY,
                        0,
                        1,
                        "",
                        0,
                        0,
                        "",
                        "",
                        0,
                        0,
                        0,
                        List.of(operator));
        String sentence = "! The operator does not run: what jobs say in their status may be old.";
        assertThat(StatusTable.lines(state(healthy), Map.of(11L, 1L), 0, NONE))
                .doesNotContain(sentence);
        assertThat(StatusTable.lines(state(healthy), Map.of(), 0, NONE))
                .contains(sentence)
                .anyMatch(line -> line.matches("! operator +ended +11"));
        var lines = StatusTable.lines(state(failing("operator", "full", 9_000)), Map.of(), 0, NONE);
        assertThat(lines).contains(sentence).anyMatch(l -> l.endsWith("full; tries again in 9 s"));
    }

    private static Component failing(String title, String why, long nextAt) {
        return new Component(
                title,
                title,
                Condition.BACKOFF,
                1_000,
                0,
                why,
                0,
                0,
                "",
                "",
                0,
                3,
                nextAt,
                List.of());
    }

    private static ClusterState state(Component... parts) {
        return new ClusterState("b", 10, 1_000, Phase.READY, "", Map.of(), List.of(parts));
    }

    private static Component part(
            String title,
            Condition condition,
            String detail,
            long done,
            long total,
            String endpoint) {
        return new Component(
                title, title, condition, 1_000, 5_800, detail, done, total, endpoint, "", 0, 0, 0,
                List.of());
    }
}
