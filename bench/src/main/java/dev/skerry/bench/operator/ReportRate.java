package dev.skerry.bench.operator;

import dev.skerry.tests.operator.OperatorProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Reports at a given rate, alone and beside floods. */
final class ReportRate {
    private static final int RATE = 200;
    private static final int SECONDS = 60;
    private static final double ASKED = .05;
    private static final double ASKED_BESIDE_HELD = .2;

    private final Servers servers;
    private final OperatorProcess operator;
    private final Reports reports;
    private final List<Crowd.Member> members;
    private final List<Phase> phases = new ArrayList<>();
    private final AtomicLong seq = new AtomicLong(10);

    private ReportRate(
            Servers servers,
            OperatorProcess operator,
            Reports reports,
            List<Crowd.Member> members) {
        this.servers = servers;
        this.operator = operator;
        this.reports = reports;
        this.members = members;
    }

    public static void main(String[] arguments) throws Exception {
        int pods = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SECONDS;
        try (var servers = Servers.start();
                var operator = servers.operator(Map.of());
                var reports = new Reports(servers, operator)) {
            System.out.printf(
                    "ready after %.1f s (%.2f of the 5 s asked)%n",
                    operator.readyAfter().toMillis() / 1e3, operator.readyAfter().toMillis() / 5e3);
            var members = new Crowd(servers.admin(), pods).running();
            new ReportRate(servers, operator, reports, members).run(Duration.ofSeconds(seconds));
        }
    }

    private void run(Duration span) throws Exception {
        var brief = span.dividedBy(3);
        OpenLoop.run(RATE, i -> honest(i, 0), span.dividedBy(4));
        measured("%d pods, %d/s".formatted(members.size(), RATE), 0, span, ASKED);
        beside(Flood.Kind.LOUD, brief, ASKED);
        beside(Flood.Kind.STRANGERS, brief, ASKED);
        beside(Flood.Kind.HELD, brief, ASKED_BESIDE_HELD);
        measured("afterwards", 0, brief, ASKED);
        printReviews();
    }

    /** The first pod is the loud one, or gives strangers its name. */
    private void beside(Flood.Kind kind, Duration span, double asked) throws Exception {
        var ca = servers.cluster().ca();
        try (var flood = Flood.start(kind, operator.reports(), ca, members.getFirst(), span)) {
            measured("beside " + kind, 1, span, asked);
            System.out.println("  the flood: " + flood.said());
        }
    }

    /**
     * @param first of the pods that take part
     */
    private void measured(String what, int first, Duration span, double asked) throws Exception {
        var since = Instant.now();
        var worked = operator.cpuTime();
        System.out.println(OpenLoop.run(RATE, i -> honest(i, first), span).line(what, asked));
        worked = operator.cpuTime().minus(worked);
        phases.add(new Phase(what, since, Instant.now()));
        System.out.printf(
                "  operator %.0f MB resident, %.0f %% of a processor%n",
                operator.residentBytes() / 1e6, 100. * worked.toMillis() / span.toMillis());
    }

    /** Read when all is over: the log is long, and reading it would slow down who reports. */
    private void printReviews() throws IOException {
        var reviews =
                servers.audit().writes("skerry-operator", phases.getFirst().since()).stream()
                        .filter(w -> w.resource().equals("tokenreviews"))
                        .toList();
        for (var phase : phases) {
            long number = reviews.stream().filter(w -> phase.contains(w.at())).count();
            System.out.printf(
                    "%-32s %.1f TokenReviews a second%n",
                    phase.what(), number / (double) phase.length().toSeconds());
        }
    }

    private record Phase(String what, Instant since, Instant until) {
        boolean contains(Instant time) {
            return !time.isBefore(since) && time.isBefore(until);
        }

        Duration length() {
            return Duration.between(since, until);
        }
    }

    private OpenLoop.Post honest(long i, int first) {
        var member = members.get((int) (first + i % (members.size() - first)));
        return () ->
                reports.post(member, Reports.progress(seq.incrementAndGet(), 40, 1, 10)).status();
    }
}
