package dev.skerry.cli.job;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The log of one pod, copied to an output. */
final class PodLog {
    private final ContainerResource container;
    private final LogPosition position = new LogPosition();

    PodLog(Connection connection, AttemptPod pod) {
        container =
                connection
                        .client()
                        .pods()
                        .inNamespace(connection.namespace())
                        .withName(pod.name())
                        .inContainer(AttemptPod.CONTAINER);
    }

    /**
     * Copies what there is, byte by byte.
     *
     * @throws IOException where the connection broke
     */
    void copy(PrintStream out) throws IOException {
        try (InputStream log = container.getLogInputStream()) {
            if (log != null) log.transferTo(out);
            out.flush();
        }
    }

    /** How a reading ended. */
    enum Reading {
        WHOLE,
        /** The connection broke, or the API server does not give the log (yet). */
        BROKEN,
        /** Nobody reads the output any more. */
        UNREAD
    }

    /**
     * Copies what comes, behind what an earlier call has copied, until the program has ended or the
     * connection breaks.
     */
    Reading follow(PrintStream out) {
        position.begin();
        try (LogWatch watch = watch();
                var lines =
                        new BufferedReader(
                                new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                position.take(line).ifPresent(out::println);
                if (out.checkError()) return Reading.UNREAD;
            }
            return Reading.WHOLE;
        } catch (IOException | KubernetesClientException e) {
            return Reading.BROKEN;
        }
    }

    private LogWatch watch() {
        var whole = container.usingTimestamps();
        return position.since()
                .map(since -> whole.sinceTime(since).watchLog())
                .orElseGet(whole::watchLog);
    }
}
