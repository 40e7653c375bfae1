package dev.skerry.local.cluster;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the daemon says about the cluster, in {@code cluster.json}.
 *
 * @param build hash of the sources of the programs that run
 * @param pid the daemon
 * @param startedAt when the daemon began, milliseconds since 1970 by its process' start time
 * @param phase where the cluster as a whole stands
 * @param message why it failed, or empty
 * @param environment what a program of the user's needs to reach the cluster: KUBECONFIG, AWS_*,
 *     QDRANT_URL; holds keys, so the file is for its owner only
 * @param components in the order in which a person thinks of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClusterState(
        String build,
        long pid,
        long startedAt,
        Phase phase,
        String message,
        Map<String, String> environment,
        List<Component> components) {

    /** Where the cluster stands. */
    public enum Phase {
        STARTING,
        READY,
        DEGRADED,
        STOPPING,
        STOPPED,
        FAILED
    }

    /** Where one part stands. */
    public enum Condition {
        /** Waits for another part. */
        WAITING,
        /** Its program is being downloaded or built. */
        PREPARING,
        STARTING,
        HEALTHY,
        /** Also what an older daemon called otherwise. */
        @JsonEnumDefaultValue
        UNHEALTHY,
        /** Did not start, or ended by itself; starts again after a while. */
        BACKOFF,
        STOPPING,
        STOPPED
    }

    /**
     * One part of the cluster.
     *
     * @param name stable: {@code control-plane}, {@code node}, …
     * @param title for people
     * @param since when the condition began, milliseconds since 1970
     * @param tookMillis how long it took from its own start to its first health, 0 before
     * @param detail one line: what it is, what it does now, or what is wrong
     * @param done of {@code total}; for a bar while PREPARING
     * @param total 0 where there is nothing to draw
     * @param endpoint where it listens, or empty
     * @param log its log file, or empty
     * @param restarts since the daemon started
     * @param failures starts and ends since it was last healthy
     * @param nextAt when it is tried again, milliseconds since 1970; 0 but in BACKOFF
     * @param processes what it runs as
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Component(
            String name,
            String title,
            Condition condition,
            long since,
            long tookMillis,
            String detail,
            long done,
            long total,
            String endpoint,
            String log,
            int restarts,
            int failures,
            long nextAt,
            List<ProcessId> processes) {

        static Component waiting(String name, String title, String detail) {
            long now = System.currentTimeMillis();
            return new Component(
                    name,
                    title,
                    Condition.WAITING,
                    now,
                    0,
                    detail,
                    0,
                    0,
                    "",
                    "",
                    0,
                    0,
                    0,
                    List.of());
        }

        Component with(Condition next, String text) {
            long at = next == condition ? since : System.currentTimeMillis();
            return new Component(
                    name,
                    title,
                    next,
                    at,
                    tookMillis,
                    text,
                    0,
                    0,
                    endpoint,
                    log,
                    restarts,
                    failures,
                    0,
                    processes);
        }

        Component progress(String text, long nowDone, long ofTotal) {
            return new Component(
                    name,
                    title,
                    Condition.PREPARING,
                    condition == Condition.PREPARING ? since : System.currentTimeMillis(),
                    tookMillis,
                    text,
                    nowDone,
                    ofTotal,
                    endpoint,
                    log,
                    restarts,
                    failures,
                    0,
                    processes);
        }

        Component running(String where, String logFile, List<ProcessId> ids) {
            return new Component(
                    name,
                    title,
                    condition,
                    since,
                    tookMillis,
                    detail,
                    done,
                    total,
                    where,
                    logFile,
                    restarts,
                    failures,
                    nextAt,
                    ids);
        }

        /** It got healthy. */
        Component took(long millis) {
            return new Component(
                    name, title, condition, since, millis, detail, done, total, endpoint, log,
                    restarts, 0, nextAt, processes);
        }

        /** It is to be started again, so long from now. */
        Component restarts(Duration delay) {
            return new Component(
                    name,
                    title,
                    condition,
                    since,
                    tookMillis,
                    detail,
                    done,
                    total,
                    endpoint,
                    log,
                    restarts + 1,
                    failures + 1,
                    System.currentTimeMillis() + delay.toMillis(),
                    processes);
        }
    }

    /**
     * A process, told from a later one with the same number by when it began.
     *
     * @param program its name for people, such as {@code kube-apiserver}
     * @param startedAt milliseconds since 1970, 0 where the system does not say
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ProcessId(String program, long pid, long startedAt) {
        /**
         * The system computes start times from its boot time, which moves when the clock is set.
         */
        private static final long TOLERANCE_MILLIS = 2_000;

        public static ProcessId of(String program, ProcessHandle process) {
            return new ProcessId(program, process.pid(), startOf(process));
        }

        /** Empty where it has ended. */
        public static Optional<ProcessId> of(String program, long pid) {
            return ProcessHandle.of(pid).map(process -> of(program, process));
        }

        /** The process itself if it still runs, and not another one that got its number. */
        public Optional<ProcessHandle> handle() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(
                            process ->
                                    startedAt != 0
                                            && Math.abs(startOf(process) - startedAt)
                                                    <= TOLERANCE_MILLIS);
        }

        private static long startOf(ProcessHandle process) {
            return process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
        }
    }

    public Optional<Component> component(String name) {
        return components.stream().filter(part -> part.name().equals(name)).findFirst();
    }

    /** The daemon's process, if it still runs. */
    public Optional<ProcessHandle> daemon() {
        return new ProcessId("skerry", pid, startedAt).handle();
    }

    /** All processes of the cluster but the daemon. */
    public List<ProcessId> processes() {
        return components.stream().flatMap(part -> part.processes().stream()).toList();
    }
}
