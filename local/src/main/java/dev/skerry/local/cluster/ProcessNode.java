package dev.skerry.local.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.Credential;
import dev.skerry.local.node.image.ImageMap;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The node that runs pods as processes of this machine, and which program stands for which image.
 */
final class ProcessNode implements ProgramPart.Recipe {
    static final String NODE = "local";

    /** The trainer's image, as the operator is told to name it. */
    static final String TRAINER_IMAGE = "skerry/trainer:local";

    private static final String TRAINER_MAIN = "dev.skerry.trainer.job.IngestionMain";

    private final Path folder;
    private final Ports ports;
    private final Programs programs;
    private final Supplier<ControlPlane> controlPlane;
    private final Supplier<KubernetesClient> client;

    ProcessNode(
            Path folder,
            Ports ports,
            Programs programs,
            Supplier<ControlPlane> controlPlane,
            Supplier<KubernetesClient> client) {
        this.folder = folder;
        this.ports = ports;
        this.programs = programs;
        this.controlPlane = controlPlane;
        this.client = client;
    }

    @Override
    public ProgramPart.Launch prepare(Part.Said said) throws IOException {
        OwnedFiles.folder(folder);
        ControlPlane plane = controlPlane.get();
        Path kubeconfig = plane.kubeconfig("system:node:" + NODE, List.of("system:nodes"));
        Credential server = plane.ca().server("node", "system:node:" + NODE, List.of("127.0.0.1"));
        Path images = folder.resolve("images.json");
        OwnedFiles.write(images, new ObjectMapper().writeValueAsBytes(images()));
        int port = ports.take("node");
        List<String> command = new ArrayList<>();
        command.add(Programs.java().toString());
        command.addAll(programs.quickStart("node"));
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        programs.libraries(),
                        "dev.skerry.local.node.Main",
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "--node-name",
                        NODE,
                        "--state-dir",
                        folder.resolve("state").toString(),
                        "--image-map",
                        images.toString(),
                        "--listen-port",
                        Integer.toString(port),
                        "--tls-cert",
                        server.certificate().toString(),
                        "--tls-key",
                        server.key().toString(),
                        "--client-ca",
                        plane.ca().certificate().toString(),
                        "--shutdown-seconds",
                        "10"));
        Probe listening = Probe.tcp(port);
        Probe both =
                () -> {
                    String problem = listening.problem();
                    return problem.isEmpty() ? notReady() : problem;
                };
        return new ProgramPart.Launch(
                command,
                Map.of(),
                both,
                "",
                "node " + NODE + ": pods are processes of this machine");
    }

    private Map<String, Object> images() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Programs.java().toString());
        command.addAll(programs.quickStart("trainer"));
        command.addAll(FaultPoints.options(System.getenv()));
        command.addAll(
                List.of(
                        // libraries are unpacked there; a program that is killed leaves them
                        "-Djava.io.tmpdir=" + ImageMap.TEMPORARY,
                        "-XX:MaxRAM=" + ImageMap.MEMORY,
                        "-XX:MaxRAMPercentage=65",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        programs.trainerClassPath(),
                        TRAINER_MAIN));
        return Map.of(TRAINER_IMAGE, Map.of("command", command, "env", Map.of()));
    }

    private String notReady() {
        try {
            Node node = client.get().nodes().withName(NODE).get();
            boolean ready =
                    node != null
                            && node.getStatus() != null
                            && node.getStatus().getConditions().stream()
                                    .anyMatch(
                                            c ->
                                                    "Ready".equals(c.getType())
                                                            && "True".equals(c.getStatus()));
            return ready ? "" : "the Node is not Ready";
        } catch (KubernetesClientException e) {
            return PlainWords.of(e);
        }
    }
}
