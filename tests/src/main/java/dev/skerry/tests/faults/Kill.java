package dev.skerry.tests.faults;

import dev.skerry.artifacts.fault.FaultPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Who dies when. */
public record Kill(Victim victim, Moment moment) {

    /** When. */
    public sealed interface Moment {
        /**
         * While somebody stands at the point.
         *
         * @param point as {@link FaultPoint#id()} writes it
         * @param passes how often it is passed before
         */
        record At(String point, int passes) implements Moment {
            @Override
            public String toString() {
                return point + (passes == 0 ? "" : " after " + passes + " passes");
            }
        }

        /** So long after the job was made. */
        record After(Duration time) implements Moment {
            @Override
            public String toString() {
                return "%.1f s".formatted(time.toMillis() / 1000.0);
            }
        }
    }

    /** The points that every run of a job comes by, and how often at least. */
    private record Passed(String point, int times) {}

    private static final List<Passed> POINTS = points();

    private static List<Passed> points() {
        var points = new ArrayList<Passed>();
        points.add(new Passed(FaultPoint.BEFORE_STATUS.id(), 6));
        points.add(new Passed(FaultPoint.AFTER_STATUS.id(), 6));
        for (var action :
                List.of(
                        "AddFinalizer",
                        "EnsureCollection",
                        "CreateAttempt",
                        "Announce",
                        "DeletePoints",
                        "DeleteAllPoints",
                        "RemoveFinalizer")) {
            points.add(new Passed(FaultPoint.BEFORE_ACTION.id(action), 1));
            points.add(new Passed(FaultPoint.AFTER_ACTION.id(action), 1));
        }
        for (var stage : List.of("Fetch", "Parse", "Resolve", "Graph", "Embed")) {
            points.add(new Passed(FaultPoint.STAGE_ENDED.id(stage), 1));
        }
        for (var point : FaultPoint.values()) {
            switch (point) {
                case BEFORE_STATUS, AFTER_STATUS, BEFORE_ACTION, AFTER_ACTION, STAGE_ENDED -> {}
                case REPORT_TAKEN -> points.add(new Passed(point.id(), 4));
                case EPOCH_ENDED -> points.add(new Passed(point.id(), 10));
                case AFTER_BATCH -> points.add(new Passed(point.id(), 8));
                default -> points.add(new Passed(point.id(), 1));
            }
        }
        return List.copyOf(points);
    }

    static Kill at(Victim victim, FaultPoint point) {
        return new Kill(victim, new Moment.At(point.id(), 0));
    }

    static Kill at(Victim victim, FaultPoint point, String detail) {
        return new Kill(victim, new Moment.At(point.id(detail), 0));
    }

    /** Two of three at a fault point, the others at any time; the same for the same numbers. */
    public static Kill random(long seed, int run, Duration usual) {
        var random = new SplittableRandom(seed * 1_000_003 + run);
        random.nextLong();
        var victims = Victim.values();
        var victim = victims[random.nextInt(victims.length)];
        if (random.nextInt(3) == 0)
            return new Kill(
                    victim, new Moment.After(Duration.ofMillis(random.nextLong(usual.toMillis()))));
        var point = POINTS.get(random.nextInt(POINTS.size()));
        return new Kill(victim, new Moment.At(point.point(), random.nextInt(point.times())));
    }

    @Override
    public String toString() {
        return victim.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " at " + moment;
    }
}
