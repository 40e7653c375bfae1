package dev.skerry.bench;

import dev.skerry.tests.cluster.Repository;
import dev.skerry.tests.cluster.Skerry;
import dev.skerry.tests.faults.Kill;
import dev.skerry.tests.faults.KillRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Random kills over jobs of one repository. Which process dies when follows from the seed and the
 * run's number alone, so each run can be done again by itself.
 */
public final class Kills {
    /** What a calm job takes on a small machine; random times spread over it. */
    private static final Duration USUAL = Duration.ofSeconds(12);

    private Kills() {}

    /** Arguments: seed, first run, last run, modules of the repository. */
    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        int last = Integer.parseInt(arguments[2]);
        var repository = Repository.of(Integer.parseInt(arguments[3]));
        var runs = new KillRun(Skerry.running(), repository);
        System.out.printf("calm: %.1f s%n", seconds(runs.undisturbed()));
        var begun = Instant.now();
        var outcomes = new ArrayList<KillRun.Outcome>();
        for (int run : IntStream.rangeClosed(first, last).toArray()) {
            var kill = Kill.random(seed, run, USUAL);
            System.out.printf("run %d: %s%n", run, kill);
            var outcome = outcome(runs, kill);
            outcomes.add(outcome);
            System.out.printf(
                    "run %d of %d: %s%s, %d attempts, %.1f s, ends %.1f s after the kill: %s%n",
                    run,
                    last,
                    kill,
                    outcome.killed() ? "" : " (not there)",
                    outcome.attempts(),
                    seconds(outcome.took()),
                    seconds(outcome.converged()),
                    outcome.problems().isEmpty() ? "all invariants hold" : "BROKEN");
            outcome.problems().forEach(problem -> System.out.println("    " + problem));
            progress(outcomes, last - first + 1, begun);
        }
        table(outcomes);
        long broken = outcomes.stream().filter(o -> !o.problems().isEmpty()).count();
        System.out.printf(
                "%d kills, seed %d: invariants hold in %d, broken in %d%n",
                outcomes.size(), seed, outcomes.size() - broken, broken);
        repository.delete();
        System.exit(broken == 0 ? 0 : 1);
    }

    /** A run that cannot be judged is a broken one, and the others go on. */
    private static KillRun.Outcome outcome(KillRun runs, Kill kill) throws IOException {
        var begun = Instant.now();
        try {
            return runs.run(kill);
        } catch (RuntimeException e) {
            e.printStackTrace();
            var took = Duration.between(begun, Instant.now());
            return new KillRun.Outcome(
                    kill, true, 0, took, took, List.of("cannot be judged: " + e));
        }
    }

    private static void progress(List<KillRun.Outcome> done, int all, Instant begun) {
        double each = seconds(Duration.between(begun, Instant.now())) / done.size();
        System.out.printf(
                "%d %%, about %.0f min to go%n",
                100 * done.size() / all, each * (all - done.size()) / 60);
    }

    private static void table(List<KillRun.Outcome> outcomes) {
        var groups = new TreeMap<String, List<KillRun.Outcome>>();
        for (var outcome : outcomes) {
            var moment =
                    outcome.kill().moment() instanceof Kill.Moment.At at ? at.point() : "any time";
            groups.computeIfAbsent(
                            "%-20s %-36s".formatted(outcome.kill().victim(), moment),
                            key -> new ArrayList<>())
                    .add(outcome);
        }
        System.out.printf(
                "%n%-20s %-36s %6s %6s %16s %8s%n",
                "victim", "moment", "kills", "there", "median to end", "broken");
        groups.forEach(
                (key, some) -> {
                    var times =
                            some.stream()
                                    .map(KillRun.Outcome::converged)
                                    .sorted(Comparator.naturalOrder())
                                    .toList();
                    System.out.printf(
                            "%s %6d %6d %14.1f s %8d%n",
                            key,
                            some.size(),
                            some.stream().filter(KillRun.Outcome::killed).count(),
                            seconds(times.get(times.size() / 2)),
                            some.stream().filter(o -> !o.problems().isEmpty()).count());
                });
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
