package dev.skerry.trainer.report;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The rhythm of reports.
 *
 * @param tries for one report
 * @param leastPause before another try
 * @param mostPause before another try
 * @param limit for one try
 * @param interval between two reports, until an answer asks for another
 * @param promptInterval between two reports that need not wait for that
 */
public record ReportTiming(
        int tries,
        Duration leastPause,
        Duration mostPause,
        Duration limit,
        Duration interval,
        Duration promptInterval) {

    /** That of the contract. */
    public static ReportTiming every(Duration interval) {
        return new ReportTiming(
                3,
                Duration.ofSeconds(4),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                interval,
                Duration.ofMillis(500));
    }

    /**
     * Drawn evenly between the least pause and twice it for the first, four times it for the
     * second, …; not before the operator asked to come back.
     */
    Duration pause(int number, Optional<Duration> asked) {
        long least = leastPause.toMillis();
        long most = Math.min(mostPause.toMillis(), least << Math.min(number, 10));
        long drawn = least + ThreadLocalRandom.current().nextLong(most - least + 1);
        long wished = asked.map(Duration::toMillis).orElse(0L);
        return Duration.ofMillis(Math.max(drawn, Math.min(wished, mostPause.toMillis())));
    }
}
