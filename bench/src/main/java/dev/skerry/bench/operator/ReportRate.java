package dev.skerry.bench.operator;

import dev.skerry.local.controlplane.Tls;
import dev.skerry.tests.operator.HeldConnections;
import dev.skerry.tests.operator.OperatorProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Reports at a given rate, whatever the answers take; then the same beside floods. */
final class ReportRate {
    private static final int RATE = 200;
    private static final int FLOOD = 1000;
    private static final int HELD = 3000;
    private static final double ASKED = .05;
    private static final double ASKED_BESIDE_HELD = .2;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration SPAN = Duration.ofSeconds(60);
    private static final Duration FLOODED = Duration.ofSeconds(20);
    private static final int MOST_IN_FLIGHT = 256;

    private final Servers servers;
    private final OperatorProcess operator;
    private final Reports reports;
    private final List<Crowd.Member> members;
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
        try (var servers = Servers.start();
                var operator = servers.operator(Map.of());
                var reports = new Reports(servers, operator)) {
            System.out.printf(
                    "ready after %.1f s (%.2f of the 5 s asked)%n",
                    operator.readyAfter().toMillis() / 1e3, operator.readyAfter().toMillis() / 5e3);
            var members = new Crowd(servers.admin(), pods).running();
            new ReportRate(servers, operator, reports, members).run();
        }
    }

    private void run() throws Exception {
        load(RATE, i -> members.get((int) (i % members.size())), WARM_UP);
        phase("%d pods, %d/s".formatted(members.size(), RATE), null, SPAN);
        var loud = members.getFirst();
        phase("beside one pod with %d/s".formatted(FLOOD), i -> loud, FLOODED);
        phase("beside strangers with %d/s".formatted(FLOOD), this::stranger, FLOODED);
        besideHeldConnections();
        phase("afterwards", null, FLOODED);
    }

    /** What strangers hold are connections that have sent half of a report each. */
    private void besideHeldConnections() throws Exception {
        var tls = Tls.trusting(servers.cluster().ca()).getSocketFactory();
        int port = operator.reports().getPort();
        try (var crowd = new HeldConnections();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var opened =
                    threads.submit(
                            () -> {
                                crowd.openHalfReports(HELD, port, tls);
                                return crowd.begun();
                            });
            var usual = load(RATE, i -> members.get((int) (i % members.size())), FLOODED);
            print("beside %d held connections".formatted(HELD), usual, ASKED_BESIDE_HELD);
            System.out.printf(
                    "  %d got as far as half a report, operator %.0f MB resident%n",
                    opened.get(), operator.residentBytes() / 1e6);
        }
    }

    /** Whose report is the i-th. */
    private interface Sender {
        Crowd.Member at(long i);
    }

    /** What was answered, and how soon. */
    private record Load(Figures seconds, Map<Integer, LongAdder> codes) {
        Load() {
            this(new Figures(), new ConcurrentSkipListMap<>());
        }
    }

    private void phase(String what, Sender flood, Duration span) throws Exception {
        var since = Instant.now();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var flooded = flood == null ? null : threads.submit(() -> load(FLOOD, flood, span));
            int first = flood == null ? 0 : 1;
            var usual =
                    load(
                            RATE,
                            i -> members.get((int) (first + i % (members.size() - first))),
                            span);
            print(what, usual);
            if (flooded != null) print("  the flood itself", flooded.get());
        }
        var reviews =
                servers.audit().writes("skerry-operator", since).stream()
                        .filter(w -> w.resource().equals("tokenreviews"))
                        .count();
        System.out.printf(
                "  %.1f TokenReviews a second, operator %.0f MB resident%n",
                reviews / (double) span.toSeconds(), operator.residentBytes() / 1e6);
    }

    private static void print(String what, Load load) {
        print(what, load, ASKED);
    }

    private static void print(String what, Load load, double asked) {
        double p99 = load.seconds().quantile(.99);
        var codes = new TreeMap<Integer, Long>();
        load.codes().forEach((code, number) -> codes.put(code, number.sum()));
        System.out.printf(
                "%-32s p50 %.1f ms, p99 %.1f ms (%.2f of the %.0f ms asked), answers %s%n",
                what,
                load.seconds().quantile(.5) * 1e3,
                p99 * 1e3,
                p99 / asked,
                asked * 1e3,
                codes);
    }

    /** Open loop: a slow answer does not make the next report later; code 0 is none in time. */
    private Load load(int perSecond, Sender sender, Duration span) throws InterruptedException {
        var load = new Load();
        var inFlight = new Semaphore(MOST_IN_FLIGHT);
        long pause = 1_000_000_000L / perSecond;
        long begin = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long i = 0; i * pause < span.toNanos(); i++) {
                long due = begin + i * pause;
                long left = due - System.nanoTime();
                if (left > 0) Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
                var member = sender.at(i);
                inFlight.acquire();
                var ignored =
                        threads.submit(
                                () -> {
                                    try {
                                        post(load, member, due);
                                    } finally {
                                        inFlight.release();
                                    }
                                });
            }
        }
        return load;
    }

    private void post(Load load, Crowd.Member member, long due) {
        int code = 0;
        try {
            long number = seq.incrementAndGet();
            code = reports.post(member, Reports.progress(number, 40, 1, 10)).status();
        } catch (IOException e) {
            code = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        load.seconds().add((System.nanoTime() - due) / 1e9);
        load.codes().computeIfAbsent(code, c -> new LongAdder()).increment();
    }

    /** A token of the right shape and audience each time, which no API server issued. */
    private Crowd.Member stranger(long i) {
        var victim = members.getFirst();
        var claims =
                "{\"aud\":[\"skerry\"],\"exp\":%d,\"jti\":\"%d\"}"
                        .formatted(Instant.now().plusSeconds(600).getEpochSecond(), i);
        var base64 = Base64.getUrlEncoder().withoutPadding();
        var head = base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8));
        var body = base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return new Crowd.Member(
                victim.name(), victim.child(), victim.pod(), head + "." + body + "." + head);
    }
}
