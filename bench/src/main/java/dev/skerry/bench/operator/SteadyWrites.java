package dev.skerry.bench.operator;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Finished jobs cost the API server nothing: counts what the operator writes over ten resyncs. */
final class SteadyWrites {
    private static final int RESYNCS = 10;
    private static final String RECONCILES = "operator_sdk_reconciliations_success_total";

    private SteadyWrites() {}

    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        var often =
                Map.of(
                        "QUARKUS_OPERATOR_SDK_CONTROLLERS_INGESTIONJOBS_MAX_RECONCILIATION_INTERVAL",
                        "5s");
        try (var servers = Servers.start(Path.of(arguments[0]));
                var admin = servers.admin()) {
            var crowd = new Crowd(admin, jobs);
            try (var operator = OperatorProcess.start(servers, often);
                    var reports =
                            new Reports(operator.reports(), servers.cluster().ca().certificate())) {
                var members = crowd.running();
                crowd.each(
                        i -> {
                            reports.untilAccepted(
                                    members.get(i), Reports.result(1, members.get(i)));
                            return i;
                        });
                crowd.succeed(members);
                System.out.printf("%d jobs Succeeded%n", jobs);
                watch("ten resyncs", servers, operator, jobs);
            }
            try (var again = OperatorProcess.start(servers, often)) {
                watch("a restart and ten resyncs", servers, again, jobs);
            }
        }
    }

    private static void watch(String what, Servers servers, OperatorProcess operator, int jobs)
            throws Exception {
        double before = operator.metric(RECONCILES);
        var since = Instant.now();
        Crowd.until(
                RESYNCS + " resyncs of all jobs",
                () -> reconciled(operator) - before >= (double) RESYNCS * jobs);
        double reconciles = reconciled(operator) - before;
        var writes =
                servers.audit().writes("skerry-operator", since).stream()
                        .filter(w -> !w.resource().equals("leases"))
                        .toList();
        writes.stream().limit(10).forEach(w -> System.out.println("  " + w));
        System.out.printf(
                "%s: %.0f reconciles, %d writes by the audit log (asked: 0)%n",
                what, reconciles, writes.size());
        if (!writes.isEmpty()) throw new IllegalStateException("a finished job is written");
    }

    static double reconciled(OperatorProcess operator) {
        try {
            return operator.metric(RECONCILES);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
