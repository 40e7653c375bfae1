package dev.skerry.local.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a process node is set up.
 *
 * @param kubeconfig identity {@code system:node:NAME} of group {@code system:nodes}
 * @param stateDir for this node alone
 * @param listenPort of the log endpoint, 0 for a free one
 * @param clientCa whose client certificates are trusted at the log endpoint
 * @param clientName common name of the API server's certificate for nodes
 * @param logBytes size of one log file; a run keeps two
 * @param shutdown how long pods may take to end when the node is stopped
 */
public record NodeOptions(
        Path kubeconfig,
        String nodeName,
        Path stateDir,
        Optional<Path> imageMap,
        int listenPort,
        Path tlsCert,
        Path tlsKey,
        Path clientCa,
        String clientName,
        long logBytes,
        Duration shutdown) {
    public NodeOptions {
        if (!nodeName.matches("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "--node-name: \"" + nodeName + "\" is no node name; use a-z, 0-9, - and .");
        }
    }
}
