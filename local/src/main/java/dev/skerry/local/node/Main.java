package dev.skerry.local.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: a process node until SIGTERM. */
@Command(
        name = "process-node",
        mixinStandardHelpOptions = true,
        version = "process-node 0.1.0",
        description = "A Kubernetes node that runs pods as processes of this machine.")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--kubeconfig",
            required = true,
            description = "Identity system:node:NAME of group system:nodes.")
    private Path kubeconfig;

    @Option(names = "--node-name", required = true, description = "Name of the Node.")
    private String nodeName;

    @Option(
            names = "--state-dir",
            required = true,
            description = "Folder for pods, of this node alone.")
    private Path stateDir;

    @Option(
            names = "--image-map",
            description =
                    "JSON: image name or pattern with * to {\"command\": [..], \"env\": {..}}.")
    private Path imageMap;

    @Option(
            names = "--listen-port",
            defaultValue = "0",
            description = "Port for logs on 127.0.0.1; 0 takes a free one (default).")
    private int listenPort;

    @Option(names = "--tls-cert", required = true, description = "PEM, names 127.0.0.1.")
    private Path tlsCert;

    @Option(names = "--tls-key", required = true, description = "PEM.")
    private Path tlsKey;

    @Option(
            names = "--client-ca",
            required = true,
            description = "PEM of the authority of the API server's client certificate.")
    private Path clientCa;

    @Option(
            names = "--client-name",
            defaultValue = "kube-apiserver-kubelet-client",
            description = "Common name of that certificate (default: ${DEFAULT-VALUE}).")
    private String clientName;

    @Option(
            names = "--log-bytes",
            defaultValue = "10485760",
            description = "Size of one log file; a run keeps two (default: ${DEFAULT-VALUE}).")
    private long logBytes;

    @Option(
            names = "--shutdown-seconds",
            defaultValue = "30",
            description =
                    "Most that pods may take when the node stops (default: ${DEFAULT-VALUE}).")
    private int shutdownSeconds;

    @Override
    public Integer call() throws InterruptedException {
        try {
            var node =
                    new ProcessNode(
                            new NodeOptions(
                                    kubeconfig,
                                    nodeName,
                                    stateDir,
                                    Optional.ofNullable(imageMap),
                                    listenPort,
                                    tlsCert,
                                    tlsKey,
                                    clientCa,
                                    clientName,
                                    logBytes,
                                    Duration.ofSeconds(shutdownSeconds)));
            Runtime.getRuntime().addShutdownHook(new Thread(node::close, "shutdown"));
            node.start();
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("process-node: " + e.getMessage());
            return 1;
        }
    }

    public static void main(String[] args) {
        System.setProperty("sun.net.httpserver.maxReqTime", "15");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
