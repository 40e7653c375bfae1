package dev.skerry.trainer.ingest.fetch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConstants;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * A server that is spoken to at the address that was checked, whatever its name leads to by then,
 * while its key is looked up by its name.
 */
record BoundSshHost(String host, int port, InetAddress address) implements SshConfigStore {

    private static final int SSH_PORT = 22;

    @Override
    public HostConfig lookup(String name, int port, String user) {
        return new HostConfig() {
            @Override
            public String getValue(String key) {
                return SshConstants.HOST_NAME.equalsIgnoreCase(key)
                        ? address.getHostAddress()
                        : null;
            }

            @Override
            public List<String> getValues(String key) {
                var value = getValue(key);
                return value == null ? List.of() : List.of(value);
            }

            @Override
            public Map<String, String> getOptions() {
                return Map.of(SshConstants.HOST_NAME, address.getHostAddress());
            }

            @Override
            public Map<String, List<String>> getMultiValuedOptions() {
                return Map.of();
            }
        };
    }

    @Override
    public HostConfig lookupDefault(String name, int port, String user) {
        return lookup(name, port, user);
    }

    /** As files of known hosts call it. */
    private String known() {
        return port == SSH_PORT ? host : "[%s]:%d".formatted(host, port);
    }

    /** The keys in a file, asked by name. */
    ServerKeyDatabase keys(Path knownHosts) {
        var database = new OpenSshServerKeyDatabase(false, List.of(knownHosts));
        return new ServerKeyDatabase() {
            @Override
            public List<PublicKey> lookup(
                    String connected, InetSocketAddress remote, Configuration configuration) {
                return database.lookup(known(), remote, configuration);
            }

            @Override
            public boolean accept(
                    String connected,
                    InetSocketAddress remote,
                    PublicKey key,
                    Configuration configuration,
                    CredentialsProvider provider) {
                return database.accept(known(), remote, key, configuration, provider);
            }
        };
    }
}
