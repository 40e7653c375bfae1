package dev.skerry.cli.cluster;

import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code skerry status} as lines. Pure. */
public final class StatusTable {
    private static final String ROW = "%-26s %-10s %8s %9s  %s";

    private StatusTable() {}

    /**
     * @param memory resident bytes by pid; what is not there is not shown
     * @param now milliseconds since 1970
     */
    public static List<String> lines(
            ClusterState state, Map<Long, Long> memory, long now, Paint paint) {
        List<String> lines = new ArrayList<>();
        String up = Texts.took(Duration.ofMillis(Math.max(0, now - state.startedAt())));
        lines.add(paint.bold("The local cluster is " + word(state.phase()) + "; up " + up + "."));
        if (!state.message().isEmpty()) lines.add(state.message());
        if (!operatorRuns(state, memory)) {
            lines.add(
                    paint.yellow("! ")
                            + "The operator does not run: what jobs say in their status may be old.");
        }
        lines.add("");
        lines.add(
                paint.dim(
                        "  "
                                + ROW.formatted(
                                        "part", "state", "pid", "memory", "endpoint or note")));
        for (var part : state.components()) part(lines, part, memory, now, paint);
        lines.add(
                "  "
                        + ROW.formatted("daemon", "", state.pid(), memory(memory, state.pid()), "")
                                .stripTrailing());
        long total = memory.values().stream().mapToLong(Long::longValue).sum();
        lines.add(
                paint.bold(
                        "  "
                                + ROW.formatted("all", "", "", Texts.bytes(total), "")
                                        .stripTrailing()));
        return lines;
    }

    /** Its process is looked for, since the daemon may have written of it a while ago. */
    public static boolean operatorRuns(ClusterState state, Map<Long, Long> memory) {
        return state.component("operator").stream()
                .filter(part -> part.condition() == ClusterState.Condition.HEALTHY)
                .flatMap(part -> part.processes().stream())
                .anyMatch(process -> memory.containsKey(process.pid()));
    }

    private static void part(
            List<String> lines,
            ClusterState.Component part,
            Map<Long, Long> memory,
            long now,
            Paint paint) {
        boolean gone = part.processes().stream().anyMatch(p -> !memory.containsKey(p.pid()));
        boolean healthy = part.condition() == ClusterState.Condition.HEALTHY && !gone;
        String sign = healthy ? paint.green("✓ ") : paint.yellow("! ");
        boolean single = part.processes().size() == 1;
        String pid = single ? Long.toString(part.processes().getFirst().pid()) : "";
        String bytes = single ? memory(memory, part.processes().getFirst().pid()) : "";
        String note =
                part.endpoint().isEmpty() || !healthy
                        ? ClusterLines.withNext(part, now)
                        : part.endpoint();
        if (part.restarts() > 0) note += "  (restarts: " + part.restarts() + ")";
        lines.add(
                sign
                        + ROW.formatted(
                                        part.title(),
                                        gone ? "ended" : word(part.condition()),
                                        pid,
                                        bytes,
                                        note)
                                .stripTrailing());
        if (healthy && !part.endpoint().isEmpty() && !part.detail().isEmpty()) {
            lines.add(paint.dim("  " + ROW.formatted("", "", "", "", part.detail())));
        }
        if (single) return;
        for (var process : part.processes()) {
            lines.add(
                    "  "
                            + ROW.formatted(
                                            "  " + process.program(),
                                            "",
                                            process.pid(),
                                            memory(memory, process.pid()),
                                            "")
                                    .stripTrailing());
        }
    }

    private static String memory(Map<Long, Long> memory, long pid) {
        return memory.containsKey(pid) ? Texts.bytes(memory.get(pid)) : "";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
