package dev.skerry.local.node.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** Where one container stands; the three states of Kubernetes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RunState.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = RunState.Running.class, name = "running"),
    @JsonSubTypes.Type(value = RunState.Ended.class, name = "ended")
})
public sealed interface RunState {
    /** Not running, and why in the words that {@code kubectl get} shows. */
    record Waiting(String reason, String message) implements RunState {}

    /**
     * Its first process lives.
     *
     * @param processStart start in clock ticks since boot, which with the pid names one process
     */
    record Running(Instant startedAt, long pid, long processStart) implements RunState {}

    /**
     * Its run is over.
     *
     * @param signal the signal this node ended it with, 0 when it ended by itself
     */
    record Ended(
            Instant startedAt,
            Instant finishedAt,
            int exitCode,
            int signal,
            String reason,
            String message)
            implements RunState {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    Waiting CREATING = new Waiting("ContainerCreating", "");
    Waiting INITIALIZING = new Waiting("PodInitializing", "");
}
