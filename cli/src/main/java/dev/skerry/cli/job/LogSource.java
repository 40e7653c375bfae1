package dev.skerry.cli.job;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A job and its pods, looked at again and again. */
record LogSource(Connection connection, String name) {

    /**
     * @throws IOException where there is no such job
     */
    ReadJob job() throws IOException {
        return new Jobs(connection).get(name);
    }

    /** Empty where it was removed. */
    Optional<ReadJob> find() {
        return new Jobs(connection).find(name);
    }

    AttemptPods pods() {
        return AttemptPods.of(
                connection
                        .client()
                        .pods()
                        .inNamespace(connection.namespace())
                        .withLabels(
                                Map.of("skerry.dev/kind", "IngestionJob", "skerry.dev/name", name))
                        .list()
                        .getItems());
    }

    PodLog log(AttemptPod pod) {
        return new PodLog(connection, pod);
    }
}
