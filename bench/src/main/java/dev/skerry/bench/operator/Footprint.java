package dev.skerry.bench.operator;

import java.nio.file.Path;
import java.util.Map;

/** Memory and start of an operator that has a thousand finished jobs to look after. */
final class Footprint {
    private static final double MEMORY = 350;
    private static final double READY = 5;

    private Footprint() {}

    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        try (var servers = Servers.start(Path.of(arguments[0]));
                var admin = servers.admin()) {
            var crowd = new Crowd(admin, jobs);
            try (var operator = OperatorProcess.start(servers, Map.of());
                    var reports =
                            new Reports(operator.reports(), servers.cluster().ca().certificate())) {
                print("without jobs", operator);
                var members = crowd.running();
                print(jobs + " running", operator);
                crowd.each(
                        i -> {
                            reports.untilAccepted(
                                    members.get(i), Reports.result(1, members.get(i)));
                            return i;
                        });
                crowd.succeed(members);
                print(jobs + " Succeeded", operator);
            }
            try (var again = OperatorProcess.start(servers, Map.of())) {
                print("started again, just ready", again);
                Crowd.until("every job reconciled", () -> SteadyWrites.reconciled(again) >= jobs);
                print("started again, all reconciled", again);
            }
        }
    }

    private static void print(String when, OperatorProcess operator) {
        double memory = operator.residentBytes() / (double) (1 << 20);
        double ready = operator.readyAfter().toMillis() / 1e3;
        System.out.printf(
                "%-30s %4.0f MiB resident (%.2f of the 350 asked), ready after %.1f s (%.2f of the 5 s asked)%n",
                when, memory, memory / MEMORY, ready, ready / READY);
    }
}
