package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.ControlPlane;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the built operator is started on this machine, under exactly the role that ships. */
public final class OperatorProgram {
    private static final String NAMESPACE = "skerry-system";
    private static final String USER = "system:serviceaccount:" + NAMESPACE + ":skerry-operator";
    private static final List<String> GROUPS =
            List.of("system:serviceaccounts", "system:serviceaccounts:" + NAMESPACE);
    private static final String LOOPBACK = "127.0.0.1";

    private OperatorProgram() {}

    /**
     * The object store and the vector store that jobs use.
     *
     * @param vectors address of its gRPC port
     */
    public record Stores(URI storage, String accessKey, String secretKey, URI vectors) {}

    /**
     * What comes behind {@code java} and options of the caller's own.
     *
     * @param app the folder that the build made
     */
    public static List<String> arguments(Path app) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx112m",
                // full collections for these two stop every report, and win next to nothing
                "-XX:MetaspaceSize=96m",
                "-XX:ReservedCodeCacheSize=128m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                app.resolve("quarkus-run.jar").toString());
    }

    public static Path kubeconfig(ControlPlane plane) throws IOException {
        return plane.kubeconfig(USER, GROUPS);
    }

    /**
     * What every operator must be told; the rest has defaults.
     *
     * @param reports port for reports
     * @param management port for health and metrics
     */
    public static Map<String, String> environment(
            ControlPlane plane, int reports, int management, Stores stores) throws IOException {
        var tls = plane.ca().server("reports", "skerry-reports", List.of(LOOPBACK, "localhost"));
        var environment = new TreeMap<String, String>();
        environment.put("KUBECONFIG", kubeconfig(plane).toString());
        environment.put("SKERRY_BIND", LOOPBACK);
        environment.put("SKERRY_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("SKERRY_REPORT_PORT", Integer.toString(reports));
        environment.put("SKERRY_REPORT_URL", "https://%s:%d".formatted(LOOPBACK, reports));
        environment.put("SKERRY_REPORT_TLS_CERT", tls.certificate().toString());
        environment.put("SKERRY_REPORT_TLS_KEY", tls.key().toString());
        environment.put("SKERRY_REPORT_CA_FILE", plane.ca().certificate().toString());
        environment.put("SKERRY_STORAGE_ENDPOINT", stores.storage().toString());
        environment.put("SKERRY_STORAGE_ACCESS_KEY", stores.accessKey());
        environment.put("SKERRY_STORAGE_SECRET_KEY", stores.secretKey());
        environment.put("SKERRY_VECTORS_URL", stores.vectors().toString());
        return environment;
    }
}
