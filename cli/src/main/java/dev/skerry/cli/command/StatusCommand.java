package dev.skerry.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.cli.build.Checkout;
import dev.skerry.cli.cluster.Freshness;
import dev.skerry.cli.cluster.Processes;
import dev.skerry.cli.cluster.StatusTable;
import dev.skerry.cli.term.Terminal;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.local.cluster.LocalCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skerry status}. */
@Command(
        name = "status",
        description = {
            "What runs, where, healthy or not, and the memory of each process.",
            "Exit code 0 when all is healthy, else 1.%n"
        })
public final class StatusCommand implements Callable<Integer> {
    /** How it is printed. */
    enum Output {
        table,
        json
    }

    @Mixin HelpOption help;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Override
    public Integer call() throws IOException {
        var checkout = Checkout.of(System.getenv());
        var cluster = LocalCluster.of(checkout.root(), System.getenv());
        Optional<ClusterState> state = cluster.state();
        Map<Long, Long> memory = state.isEmpty() ? Map.of() : Processes.memory(pids(state.get()));
        Optional<String> doubt = Freshness.doubt(cluster, state);
        if (output == Output.json) {
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(System.out, json(state, memory, doubt));
            System.out.println();
        } else if (state.isPresent()) {
            var paint = Terminal.of(System.getenv()).paintOut();
            long now = System.currentTimeMillis();
            doubt.ifPresent(old -> System.out.println(paint.yellow("! ") + old));
            StatusTable.lines(state.get(), memory, now, paint).forEach(System.out::println);
            System.out.println("\n  state  " + cluster.places().state());
            System.out.println("  logs   " + cluster.daemonLog().getParent());
        } else if (doubt.isPresent()) {
            System.out.println(doubt.get());
        } else {
            System.out.println("No cluster runs; start it with skerry up.");
            Optional<ClusterState> last = cluster.lastState();
            if (last.isPresent() && last.get().phase() == ClusterState.Phase.FAILED) {
                System.out.println("The last one failed: " + last.get().message());
            }
        }
        boolean ready = state.isPresent() && state.get().phase() == ClusterState.Phase.READY;
        return ready && doubt.isEmpty() ? 0 : 1;
    }

    private static List<Long> pids(ClusterState state) {
        List<Long> pids = new ArrayList<>(List.of(state.pid()));
        state.processes().forEach(process -> pids.add(process.pid()));
        return pids;
    }

    /** Without the environment: it holds keys, and {@code skerry env} prints it. */
    private static Map<String, Object> json(
            Optional<ClusterState> state, Map<Long, Long> memory, Optional<String> doubt) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("running", state.isPresent());
        if (state.isEmpty()) return json;
        json.put("phase", state.get().phase().name().toLowerCase(Locale.ROOT));
        json.put("message", doubt.orElse(state.get().message()));
        json.put("operatorRuns", StatusTable.operatorRuns(state.get(), memory));
        json.put("pid", state.get().pid());
        json.put("build", state.get().build());
        json.put(
                "components", state.get().components().stream().map(p -> json(p, memory)).toList());
        return json;
    }

    private static Map<String, Object> json(ClusterState.Component part, Map<Long, Long> memory) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", part.name());
        json.put("state", part.condition().name().toLowerCase(Locale.ROOT));
        json.put("healthy", part.condition() == ClusterState.Condition.HEALTHY);
        json.put("detail", part.detail());
        json.put("endpoint", part.endpoint());
        json.put("log", part.log());
        json.put("restarts", part.restarts());
        json.put(
                "processes",
                part.processes().stream()
                        .map(
                                process ->
                                        Map.of(
                                                "name", process.program(),
                                                "pid", process.pid(),
                                                "memoryBytes",
                                                        memory.getOrDefault(process.pid(), 0L)))
                        .toList());
        return json;
    }
}
