package dev.skerry.bench.operator;

import dev.skerry.tests.operator.OperatorProcess;
import java.util.Map;

/** Memory and start of an operator that has a thousand finished jobs to look after. */
final class Footprint {
    private static final double MEMORY = 350;
    private static final double READY = 5;

    private Footprint() {}

    public static void main(String[] arguments) throws Exception {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        try (var servers = Servers.start()) {
            var crowd = new Crowd(servers.admin(), jobs);
            try (var operator = servers.operator(Map.of());
                    var reports = new Reports(servers, operator)) {
                print("without jobs", operator);
                var members = crowd.running();
                print(jobs + " running", operator);
                crowd.succeed(members, reports);
                print(jobs + " Succeeded", operator);
                operator.end();
            }
            try (var again = servers.operator(Map.of())) {
                print("started again, just ready", again);
                Crowd.until("every job reconciled", () -> SteadyWrites.reconciles(again) >= jobs);
                print("started again, all reconciled", again);
            }
        }
    }

    private static void print(String when, OperatorProcess operator) {
        double memory = operator.residentBytes() / 1e6;
        double ready = operator.readyAfter().toMillis() / 1e3;
        System.out.printf(
                "%-30s %4.0f MB resident (%.2f of the 350 asked), ready after %.1f s (%.2f of the 5 s asked)%n",
                when, memory, memory / MEMORY, ready, ready / READY);
    }
}
