package dev.skerry.tests.faults;

import dev.skerry.api.IngestionJob;
import dev.skerry.local.cluster.ClusterState;
import dev.skerry.tests.cluster.Skerry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What is left of a job on this machine and in the cluster after it ended, or was deleted. */
final class Remains {
    private static final Duration SETTLES = Duration.ofSeconds(45);

    private final Skerry skerry;
    private final Subject subject;
    private final Duration patience;

    Remains(Skerry skerry, Subject subject) {
        this(skerry, subject, SETTLES);
    }

    /**
     * @param patience how long what is on its way out may take
     */
    Remains(Skerry skerry, Subject subject, Duration patience) {
        this.skerry = skerry;
        this.subject = subject;
        this.patience = patience;
    }

    /** Every process of the cluster is the daemon, or a part that the daemon knows of. */
    List<String> processes() {
        return settled(
                () -> {
                    var cluster = skerry.cluster();
                    var known =
                            cluster.processes().stream()
                                    .map(ClusterState.ProcessId::pid)
                                    .collect(Collectors.toSet());
                    known.add(cluster.pid());
                    return Machine.processes(skerry.home()).stream()
                            .filter(p -> !known.contains(p.handle().pid()))
                            .filter(p -> p.handle().isAlive())
                            .map(p -> "a process that nobody knows: " + p)
                            .toList();
                });
    }

    /** Files that running programs of pods have opened or mapped outside their pods' folders. */
    List<String> filesOutsidePods() {
        return Machine.trainers(skerry.home()).stream()
                .flatMap(p -> Machine.temporaryFiles(p.handle()).stream())
                .filter(file -> !file.startsWith(skerry.home()))
                .map(file -> "a file that nobody sweeps: " + file)
                .toList();
    }

    /** After deletion: no object, no point, no folder of a pod. */
    List<String> afterDeletion() {
        return settled(
                () -> {
                    var problems = new ArrayList<String>();
                    var client = skerry.kubernetes();
                    var namespace = subject.namespace();
                    client
                            .resources(IngestionJob.class)
                            .inNamespace(namespace)
                            .list()
                            .getItems()
                            .stream()
                            .map(
                                    j ->
                                            "IngestionJob "
                                                    + j.getMetadata().getName()
                                                    + " is still there, finalizers "
                                                    + j.getMetadata().getFinalizers())
                            .forEach(problems::add);
                    client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                            .map(j -> "Job " + j.getMetadata().getName() + " is still there")
                            .forEach(problems::add);
                    client.configMaps().inNamespace(namespace).list().getItems().stream()
                            .map(c -> c.getMetadata().getName())
                            .filter(name -> !name.equals("kube-root-ca.crt"))
                            .map(name -> "ConfigMap " + name + " is still there")
                            .forEach(problems::add);
                    client.pods().inNamespace(namespace).list().getItems().stream()
                            .map(p -> "pod " + p.getMetadata().getName() + " is still there")
                            .forEach(problems::add);
                    problems.addAll(podFolders());
                    int points = new StoredPoints(skerry.qdrant(), subject).all().size();
                    if (points > 0) problems.add(points + " points are still there");
                    return problems;
                });
    }

    private List<String> podFolders() {
        Set<String> pods =
                skerry.kubernetes().pods().inAnyNamespace().list().getItems().stream()
                        .map(p -> p.getMetadata().getUid())
                        .collect(Collectors.toSet());
        Path folder = skerry.home().resolve("node/state/pods");
        try (var folders = Files.list(folder)) {
            return folders.map(f -> f.getFileName().toString())
                    .filter(uid -> !pods.contains(uid))
                    .map(uid -> "the folder of pod " + uid + " is still there")
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> settled(Supplier<List<String>> look) {
        try {
            return Awaitility.await()
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(look::get, List::isEmpty);
        } catch (ConditionTimeoutException e) {
            return look.get();
        }
    }
}
