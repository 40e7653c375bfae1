package dev.skerry.bench.operator;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A training that ends an epoch now and then and reports as the workload's reporter does: in the
 * rhythm that the operator asks for, and at once at an epoch's end.
 */
final class SimulatedPod implements Runnable {
    static final int EPOCHS = 1000;
    private static final double EPOCH_SECONDS = 20;

    private final Crowd.Member member;
    private final Reports reports;
    private final Figures answers;
    private final Figures refusals;
    private final long until;
    private final Map<Integer, Long> epochs = new ConcurrentHashMap<>();

    /**
     * @param until nano time of the end
     */
    SimulatedPod(
            Crowd.Member member, Reports reports, Figures answers, Figures refusals, long until) {
        this.member = member;
        this.reports = reports;
        this.answers = answers;
        this.refusals = refusals;
        this.until = until;
    }

    String name() {
        return member.name();
    }

    /** When the end of each epoch was accepted, nano time. */
    Map<Integer, Long> epochs() {
        return epochs;
    }

    @Override
    public void run() {
        try {
            var phase = new Random(member.name().hashCode()).nextDouble();
            long begin = System.nanoTime() - seconds(phase * EPOCH_SECONDS);
            Thread.sleep((long) (phase * 5000));
            int epoch = 0;
            for (long seq = 10; System.nanoTime() < until; seq++) {
                double interval = post(seq, epoch);
                long next = System.nanoTime() + seconds(interval);
                long end = begin + seconds((epoch + 1) * EPOCH_SECONDS);
                if (end <= next) epoch++;
                sleepUntil(Math.min(end, next));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double post(long seq, int epoch) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            var report = Reports.progress(seq, Math.min(99, epoch), epoch, EPOCHS);
            var answer = reports.post(member, report);
            if (answer.status() == 200) {
                answers.add((System.nanoTime() - begin) / 1e9);
                epochs.putIfAbsent(epoch, System.nanoTime());
                return answer.body().path("intervalSeconds").asDouble(5);
            }
            refusals.add(answer.status());
        } catch (IOException e) {
            refusals.add(0);
        }
        return 5;
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }
}
