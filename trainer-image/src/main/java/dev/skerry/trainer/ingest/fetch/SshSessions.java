package dev.skerry.trainer.ingest.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * Sessions with exactly one key and known hosts from the same Secret, or, without one, those of the
 * user's own home.
 */
final class SshSessions {

    private SshSessions() {}

    static SshSessionFactory create(Credentials credentials, Path workDirectory)
            throws IOException {
        var builder = new SshdSessionFactoryBuilder().setPreferredAuthentications("publickey");
        if (credentials instanceof Credentials.SshKey key) {
            var home = workDirectory.resolve("ssh");
            Files.createDirectories(home);
            var identity = write(home.resolve("identity"), key.privateKey());
            var hosts = write(home.resolve("known_hosts"), key.knownHosts());
            builder.setHomeDirectory(home.toFile())
                    .setSshDirectory(home.toFile())
                    .setConfigFile(ignored -> null)
                    .setDefaultIdentities(ignored -> List.of(identity))
                    .setDefaultKnownHostsFiles(ignored -> List.of(hosts));
        } else {
            var home = Path.of(System.getProperty("user.home"));
            builder.setHomeDirectory(home.toFile()).setSshDirectory(home.resolve(".ssh").toFile());
        }
        return builder.build(null);
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
