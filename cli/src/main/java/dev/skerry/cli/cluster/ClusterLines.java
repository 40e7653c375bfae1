package dev.skerry.cli.cluster;

import dev.skerry.cli.term.Paint;
import dev.skerry.cli.term.Texts;
import dev.skerry.local.cluster.ClusterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cluster that starts or stops, as lines: one for each part. Pure. */
public final class ClusterLines {
    private static final int BAR = 16;
    private static final int TIME = "59 min 59 s ".length();
    private static final int ENDPOINT = "https://127.0.0.1:65535".length();

    private ClusterLines() {}

    /**
     * @param spinner the sign for what is under way
     * @param from milliseconds since 1970; what got healthy before is shown without the time it
     *     took
     * @param now milliseconds since 1970
     */
    public static List<String> of(
            ClusterState state, String spinner, long from, long now, Paint paint) {
        List<String> lines = new ArrayList<>();
        for (var part : state.components()) lines.add(line(part, spinner, from, now, paint));
        return lines;
    }

    /** One part: sign, name, time, what it is or does. */
    public static String line(
            ClusterState.Component part, String spinner, long from, long now, Paint paint) {
        String name = Texts.pad(part.title(), 16);
        String running = Texts.pad(Texts.clock(Duration.ofMillis(now - part.since())), TIME);
        String nothing = " ".repeat(TIME);
        String took =
                part.since() < from
                        ? nothing
                        : Texts.pad(Texts.took(Duration.ofMillis(part.tookMillis())), TIME);
        return switch (part.condition()) {
            case WAITING -> paint.dim("· " + name + nothing + part.detail());
            case PREPARING ->
                    paint.cyan(spinner) + " " + name + running + bar(part) + part.detail();
            case STARTING ->
                    paint.cyan(spinner) + " " + name + running + text(part.detail(), "starts");
            case HEALTHY ->
                    paint.green("✓")
                            + " "
                            + name
                            + took
                            + endpoint(part)
                            + paint.dim(part.detail());
            case UNHEALTHY -> paint.yellow("!") + " " + name + running + part.detail();
            case BACKOFF -> paint.yellow("!") + " " + name + running + withNext(part, now);
            case STOPPING -> paint.cyan(spinner) + " " + name + running + "stops";
            case STOPPED -> paint.dim("✓ " + name + nothing + "stopped");
        };
    }

    private static String bar(ClusterState.Component part) {
        if (part.total() <= 0) return "";
        double share = (double) part.done() / part.total();
        return Texts.bar(share, BAR) + " %3d %%  ".formatted((int) (Math.clamp(share, 0, 1) * 100));
    }

    private static String endpoint(ClusterState.Component part) {
        return Texts.pad(part.endpoint(), ENDPOINT) + "  ";
    }

    private static String text(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /** What is wrong with a part, and when it is tried again. */
    static String withNext(ClusterState.Component part, long now) {
        if (part.nextAt() == 0) return part.detail();
        long seconds = Math.max(0, part.nextAt() - now + 999) / 1000;
        return part.detail() + "; tries again " + (seconds == 0 ? "now" : "in " + seconds + " s");
    }
}
