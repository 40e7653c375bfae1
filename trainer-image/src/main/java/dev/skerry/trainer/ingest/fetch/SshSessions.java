package dev.skerry.trainer.ingest.fetch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * Sessions with exactly one key and known hosts from the same Secret, or, without one, those of the
 * user's own home.
 */
final class SshSessions {

    private SshSessions() {}

    /**
     * @param bound where the server is; empty where it may be anywhere
     */
    static SshSessionFactory create(
            Credentials credentials, Optional<BoundSshHost> bound, Path workDirectory)
            throws FetchException, IOException {
        var builder = new SshdSessionFactoryBuilder().setPreferredAuthentications("publickey");
        if (credentials instanceof Credentials.SshKey key) {
            checkKey(key.privateKey());
            var home = workDirectory.resolve("ssh");
            Files.createDirectories(home);
            var identity = write(home.resolve("identity"), key.privateKey());
            var hosts = write(home.resolve("known_hosts"), key.knownHosts());
            builder.setHomeDirectory(home.toFile())
                    .setSshDirectory(home.toFile())
                    .setConfigFile(ignored -> null)
                    .setDefaultIdentities(ignored -> List.of(identity))
                    .setDefaultKnownHostsFiles(ignored -> List.of(hosts));
            bound.ifPresent(host -> bind(builder, host, hosts));
        } else {
            var home = Path.of(System.getProperty("user.home"));
            builder.setHomeDirectory(home.toFile()).setSshDirectory(home.resolve(".ssh").toFile());
            bound.ifPresent(
                    host -> bind(builder, host, home.resolve(".ssh").resolve("known_hosts")));
        }
        return builder.build(null);
    }

    private static void bind(SshdSessionFactoryBuilder builder, BoundSshHost host, Path hosts) {
        builder.setConfigStoreFactory((home, config, user) -> host)
                .setServerKeyDatabase((home, directory) -> host.keys(hosts));
    }

    /** Otherwise the server would be said to have refused what was never offered. */
    private static void checkKey(String privateKey) throws FetchException {
        try {
            var text = (privateKey.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8);
            var keys =
                    SecurityUtils.loadKeyPairIdentities(
                            null,
                            NamedResource.ofName("ssh-privatekey"),
                            new ByteArrayInputStream(text),
                            FilePasswordProvider.EMPTY);
            if (keys != null && keys.iterator().hasNext()) {
                return;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
            // said below, without a word of the key
        }
        throw new FetchException(
                FetchException.Fault.CONFIG,
                "repository.credentialsSecretRef: ssh-privatekey is no private key in OpenSSH or"
                        + " PEM format without a passphrase; make one by ssh-keygen -N ''");
    }

    /** OpenSSH keys must end with a new line, which Secrets often lose. */
    private static Path write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        owner)) {
            var bytes =
                    ByteBuffer.wrap((text.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        return file;
    }
}
