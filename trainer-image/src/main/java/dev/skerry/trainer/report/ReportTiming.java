package dev.skerry.trainer.report;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The rhythm of reports.
 *
 * @param tries for one report
 * @param leastPause before another try
 * @param mostPause before another try
 * @param limit for one try
 * @param interval between two reports, until an answer asks for another
 */
public record ReportTiming(
        int tries, Duration leastPause, Duration mostPause, Duration limit, Duration interval) {

    /** That of the contract. */
    public static ReportTiming every(Duration interval) {
        return new ReportTiming(
                3, Duration.ofSeconds(4), Duration.ofSeconds(30), Duration.ofSeconds(10), interval);
    }

    /**
     * Drawn evenly between the least pause and twice it for the first, four times it for the
     * second, …
     */
    Duration pause(int number) {
        long least = leastPause.toMillis();
        long most = Math.min(mostPause.toMillis(), least << Math.min(number, 10));
        return Duration.ofMillis(least + ThreadLocalRandom.current().nextLong(most - least + 1));
    }
}
