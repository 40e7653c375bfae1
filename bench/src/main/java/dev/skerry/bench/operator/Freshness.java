package dev.skerry.bench.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** How soon status shows what running jobs report, and what that costs the API server. */
final class Freshness {
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private Freshness() {}

    public static void main(String[] arguments) throws Exception {
        var sizes = arguments.length > 0 ? List.of(arguments) : List.of("1", "100", "1000");
        for (var size : sizes) measure(Integer.parseInt(size));
    }

    private static void measure(int jobs) throws Exception {
        var span = Duration.ofSeconds(jobs > 200 ? 180 : 90);
        try (var servers = Servers.start();
                var operator = servers.operator(Map.of());
                var reports = new Reports(servers, operator)) {
            var members = new Crowd(servers.admin(), jobs).running();
            var answers = new Figures();
            var refusals = new Figures();
            var ages = new Figures();
            long end = System.nanoTime() + WARM_UP.plus(span).toNanos();
            var pods =
                    members.stream()
                            .map(m -> new SimulatedPod(m, reports, answers, refusals, end))
                            .toList();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var running = new ArrayList<>(pods.stream().map(threads::submit).toList());
                Thread.sleep(WARM_UP);
                var since = Instant.now();
                try (var watch = new StatusWatch(servers.admin(), pods)) {
                    while (System.nanoTime() < end) {
                        Thread.sleep(1000);
                        watch.sampleAges(ages);
                    }
                    print(jobs, span, watch, ages, answers, refusals);
                }
                printWrites(servers, since, span);
                System.out.printf(
                        "  operator %.0f MB resident, ready after %.1f s%n%n",
                        operator.residentBytes() / 1e6, operator.readyAfter().toMillis() / 1e3);
                for (var pod : running) pod.get();
            }
        }
    }

    private static void print(
            int jobs,
            Duration span,
            StatusWatch watch,
            Figures ages,
            Figures answers,
            Figures refusals) {
        double stretched = Math.max(10, jobs / 20.0);
        System.out.printf(
                "%d running jobs, %d s, %d reports taken (p99 %.0f ms), %d refused %s%n",
                jobs,
                span.toSeconds(),
                answers.count(),
                answers.quantile(.99) * 1e3,
                refusals.count(),
                refusals.counted());
        System.out.printf(
                "  epoch's end in status: p50 %.1f s, p95 %.1f s, most %.1f s (asked: p95 5 s up to 100 jobs; %d seen)%n",
                watch.epochDelays.quantile(.5),
                watch.epochDelays.quantile(.95),
                watch.epochDelays.largest(),
                watch.epochDelays.count());
        System.out.printf(
                "  age of what status shows: p50 %.1f s, p95 %.1f s, most %.1f s (asked: about %.0f s and one report's interval)%n",
                ages.quantile(.5), ages.quantile(.95), ages.largest(), stretched);
        System.out.printf(
                "  two writes within one epoch: least %.1f s apart (asked: 10 s; %d seen)%n",
                watch.gaps.quantile(0.000001), watch.gaps.count());
        System.out.printf(
                "  status: %.0f bytes at most (asked: 4096); called silent %d times (asked: 0)%n",
                watch.sizes.largest(), watch.stale.count());
    }

    private static void printWrites(Servers servers, Instant since, Duration span)
            throws java.io.IOException {
        var writes =
                servers.audit().writes("skerry-operator", since).stream()
                        .filter(w -> w.resource().equals("ingestionjobs/status"))
                        .toList();
        long most =
                writes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        w -> w.at().getEpochSecond(), Collectors.counting()))
                        .values()
                        .stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
        System.out.printf(
                "  status writes by the audit log: %d, %.1f a second, at most %d in one second (asked: 20)%n",
                writes.size(), writes.size() / (double) span.toSeconds(), most);
    }
}
