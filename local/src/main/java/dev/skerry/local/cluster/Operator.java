package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.ControlPlane;
import dev.skerry.local.controlplane.Credential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The operator as a program of this machine, under exactly the role that ships. */
final class Operator implements ProgramPart.Recipe {
    private static final String NAMESPACE = "skerry-system";
    private static final String USER = "system:serviceaccount:" + NAMESPACE + ":skerry-operator";
    private static final List<String> GROUPS =
            List.of("system:serviceaccounts", "system:serviceaccounts:" + NAMESPACE);

    private final Ports ports;
    private final Programs programs;
    private final Supplier<ControlPlane> controlPlane;
    private final Board board;

    Operator(Ports ports, Programs programs, Supplier<ControlPlane> controlPlane, Board board) {
        this.ports = ports;
        this.programs = programs;
        this.controlPlane = controlPlane;
        this.board = board;
    }

    @Override
    public ProgramPart.Launch prepare(Part.Said said) throws IOException {
        int reports = ports.take("operator-reports");
        int management = ports.take("operator-management");
        List<String> command = new ArrayList<>();
        command.add(Programs.java().toString());
        command.addAll(programs.quickStart("operator"));
        command.addAll(FaultPoints.options(System.getenv()));
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        programs.operator().resolve("quarkus-run.jar").toString()));
        var ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
        return new ProgramPart.Launch(
                command,
                environment(reports, management),
                Probe.http(ready),
                "http://127.0.0.1:" + management,
                "metrics and health; takes reports at https://127.0.0.1:" + reports);
    }

    /**
     * All that the operator is told, in one place; its settings are those of its OperatorConfig.
     */
    private Map<String, String> environment(int reports, int management) throws IOException {
        ControlPlane plane = controlPlane.get();
        Path kubeconfig = plane.kubeconfig(USER, GROUPS);
        Credential tls =
                plane.ca().server("reports", "skerry-reports", List.of("127.0.0.1", "localhost"));
        Map<String, String> known = board.environment();
        Map<String, String> environment = new TreeMap<>();
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("SKERRY_BIND", "127.0.0.1");
        environment.put("SKERRY_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("SKERRY_REPORT_PORT", Integer.toString(reports));
        environment.put("SKERRY_REPORT_URL", "https://127.0.0.1:" + reports);
        environment.put("SKERRY_REPORT_TLS_CERT", tls.certificate().toString());
        environment.put("SKERRY_REPORT_TLS_KEY", tls.key().toString());
        environment.put("SKERRY_REPORT_CA_FILE", plane.ca().certificate().toString());
        environment.put("SKERRY_IMAGE_TRAINER", ProcessNode.TRAINER_IMAGE);
        environment.put("SKERRY_STORAGE_ENDPOINT", known.get("AWS_ENDPOINT_URL_S3"));
        environment.put("SKERRY_STORAGE_REGION", ObjectStorePart.REGION);
        environment.put("SKERRY_STORAGE_ACCESS_KEY", known.get("AWS_ACCESS_KEY_ID"));
        environment.put("SKERRY_STORAGE_SECRET_KEY", known.get("AWS_SECRET_ACCESS_KEY"));
        environment.put("SKERRY_STORAGE_SHARE_CREDENTIALS", "true");
        environment.put("SKERRY_VECTORS_URL", known.get("QDRANT_URL"));
        environment.put("SKERRY_VECTORS_API_KEY", known.get("QDRANT_API_KEY"));
        // one name for all its lives: after a crash it need not wait for its own lease to expire,
        // and nobody else waits for it
        environment.put("SKERRY_LEADERSHIP_IDENTITY", "local");
        environment.put("SKERRY_LEADERSHIP_LEASE_DURATION", "90s");
        environment.put("SKERRY_LEADERSHIP_RENEW_DEADLINE", "60s");
        environment.put("SKERRY_INGESTION_ALLOW_FILE_URLS", "true");
        environment.put("SKERRY_INGESTION_ALLOW_PRIVATE_ADDRESSES", "true");
        return environment;
    }
}
