package dev.skerry.local.node.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of one container.
 *
 * @param restarts how often it was started again
 * @param crashes ends in a row that each came within ten minutes of the start
 * @param previous how the run before this one ended; a {@link RunState.Waiting} where there was
 *     none
 */
public record ContainerRecord(
        String name, Kind kind, int restarts, int crashes, RunState state, RunState previous) {
    /** A run of this length forgives the crashes before it, as the kubelet does. */
    private static final Duration STEADY = Duration.ofMinutes(10);

    /** Init containers end before the next starts; sidecars are init containers that stay. */
    public enum Kind {
        INIT,
        SIDECAR,
        MAIN
    }

    public static ContainerRecord fresh(String name, Kind kind) {
        var waiting = kind == Kind.MAIN ? RunState.CREATING : RunState.INITIALIZING;
        return new ContainerRecord(name, kind, 0, 0, waiting, waiting);
    }

    /** How its latest run ended, if it is over. */
    @JsonIgnore
    public Optional<RunState.Ended> lastEnd() {
        return switch (state) {
            case RunState.Ended e -> Optional.of(e);
            case RunState.Running r -> Optional.empty();
            case RunState.Waiting w ->
                    previous instanceof RunState.Ended e ? Optional.of(e) : Optional.empty();
        };
    }

    @JsonIgnore
    public boolean isRunning() {
        return state instanceof RunState.Running;
    }

    @JsonIgnore
    public boolean everStarted() {
        return !(state instanceof RunState.Waiting && previous instanceof RunState.Waiting);
    }

    public ContainerRecord waiting(String reason, String message) {
        return with(new RunState.Waiting(reason, message), lastRun());
    }

    public ContainerRecord running(RunState.Running run) {
        var again = everStarted() ? 1 : 0;
        return new ContainerRecord(name, kind, restarts + again, crashes, run, lastRun());
    }

    public ContainerRecord ended(RunState.Ended end) {
        var steady = Duration.between(end.startedAt(), end.finishedAt()).compareTo(STEADY) >= 0;
        return new ContainerRecord(name, kind, restarts, steady ? 1 : crashes + 1, end, previous);
    }

    private RunState lastRun() {
        return state instanceof RunState.Ended ? state : previous;
    }

    private ContainerRecord with(RunState next, RunState before) {
        return new ContainerRecord(name, kind, restarts, crashes, next, before);
    }
}
