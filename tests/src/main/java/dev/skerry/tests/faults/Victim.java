package dev.skerry.tests.faults;

import dev.skerry.local.cluster.ClusterState;
import dev.skerry.tests.cluster.Skerry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** Who is killed. */
public enum Victim {
    OPERATOR("operator", "operator"),
    TRAINER("", ""),
    API_SERVER("control-plane", "kube-apiserver"),
    ETCD("control-plane", "etcd"),
    CONTROLLER_MANAGER("control-plane", "kube-controller-manager"),
    SCHEDULER("control-plane", "kube-scheduler"),
    OBJECT_STORE("object-store", "minio"),
    VECTOR_STORE("vector-store", "vector-store"),
    NODE("node", "node"),
    /**
     * Everything at once, as when the machine loses its power; then the cluster is started again.
     */
    DAEMON("", "");

    private static final Duration APPEARS = Duration.ofSeconds(60);
    private static final Duration DIES = Duration.ofSeconds(20);

    private final String part;
    private final String program;

    Victim(String part, String program) {
        this.part = part;
        this.program = program;
    }

    /**
     * SIGKILL, and waits until it is gone.
     *
     * @return false where there was none to kill: a trainer before its start or after its end
     */
    boolean kill(Skerry skerry) {
        var process = this == TRAINER ? trainer(skerry) : Optional.of(process(skerry));
        process.ifPresent(Victim::kill);
        return process.isPresent();
    }

    /** Like {@link #kill}, without waiting for one to come. */
    void killIfThere(Skerry skerry) {
        process(skerry.cluster()).ifPresent(Victim::kill);
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        try {
            process.onExit().get(DIES.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(process + " does not die of SIGKILL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<ProcessHandle> trainer(Skerry skerry) {
        return Machine.trainers(skerry.home()).stream().map(Machine.Running::handle).findFirst();
    }

    /** The process of this part; waits for one to come. */
    ProcessHandle process(Skerry skerry) {
        return Awaitility.await("process of " + this)
                .atMost(APPEARS)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> process(skerry.cluster()), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<ProcessHandle> process(ClusterState cluster) {
        if (this == DAEMON) return cluster.daemon();
        return cluster.component(part).stream()
                .flatMap(c -> c.processes().stream())
                .filter(p -> p.program().equals(program))
                .findFirst()
                .flatMap(ClusterState.ProcessId::handle);
    }
}
