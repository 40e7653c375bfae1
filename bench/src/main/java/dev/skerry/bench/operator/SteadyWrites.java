package dev.skerry.bench.operator;

import dev.skerry.tests.operator.OperatorProcess;
import java.time.Instant;
import java.util.Map;

/** Finished jobs cost the API server nothing: counts what the operator writes over ten resyncs. */
final class SteadyWrites {
    private static final int RESYNCS = 10;

    private SteadyWrites() {}

    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        var often =
                Map.of(
                        "QUARKUS_OPERATOR_SDK_CONTROLLERS_INGESTIONJOBS_MAX_RECONCILIATION_INTERVAL",
                        "5s");
        try (var servers = Servers.start()) {
            try (var operator = servers.operator(often);
                    var reports = new Reports(servers, operator)) {
                new Crowd(servers.admin(), jobs).finished(reports);
                System.out.printf("%d jobs Succeeded%n", jobs);
                watch("ten resyncs", servers, operator, jobs);
                operator.end();
            }
            try (var again = servers.operator(often)) {
                watch("a restart and ten resyncs", servers, again, jobs);
            }
        }
    }

    private static void watch(String what, Servers servers, OperatorProcess operator, int jobs)
            throws Exception {
        double before = reconciles(operator);
        var since = Instant.now();
        Crowd.until(
                RESYNCS + " resyncs of all jobs",
                () -> reconciles(operator) - before >= (double) RESYNCS * jobs);
        double reconciles = reconciles(operator) - before;
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

    static double reconciles(OperatorProcess operator) {
        return operator.metric("operator_sdk_reconciliations_success_total");
    }
}
