package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.ControlPlane;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The operator as a part of the local cluster. */
final class Operator implements ProgramPart.Recipe {
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
        command.addAll(OperatorProgram.arguments(programs.operator()));
        var ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
        return new ProgramPart.Launch(
                command,
                environment(reports, management),
                Probe.http(ready),
                "http://127.0.0.1:" + management,
                "metrics and health; takes reports at https://127.0.0.1:" + reports);
    }

    /** What this cluster's operator is told beside that; settings of its OperatorConfig. */
    private Map<String, String> environment(int reports, int management) throws IOException {
        Map<String, String> known = board.environment();
        Map<String, String> environment =
                OperatorProgram.environment(
                        controlPlane.get(),
                        reports,
                        management,
                        new OperatorProgram.Stores(
                                URI.create(known.get("AWS_ENDPOINT_URL_S3")),
                                known.get("AWS_ACCESS_KEY_ID"),
                                known.get("AWS_SECRET_ACCESS_KEY"),
                                URI.create(known.get("QDRANT_URL"))));
        environment.put("SKERRY_IMAGE_TRAINER", ProcessNode.TRAINER_IMAGE);
        environment.put("SKERRY_STORAGE_REGION", ObjectStorePart.REGION);
        environment.put("SKERRY_STORAGE_SHARE_CREDENTIALS", "true");
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
