package dev.skerry.trainer.ingest.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.UploadPack;

/** Git over ssh on this machine, for one user's key. */
public final class GitSshServer implements AutoCloseable {

    final List<String> commands = new CopyOnWriteArrayList<>();
    private final KeyPair hostKey = keyPair();
    private final Path repositories;
    private final SshServer server = SshServer.setUpDefaultServer();

    public GitSshServer(Path repositories, PublicKey allowed) throws IOException {
        this.repositories = repositories;
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator(
                (user, key, session) -> KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory((channel, command) -> new Upload(command));
        server.start();
    }

    public static KeyPair keyPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@code ssh-keygen} writes it. */
    public static String privateKey(KeyPair keys) {
        var out = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys, "test", null, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    public String url(String path) {
        return "ssh://git@127.0.0.1:%d/%s".formatted(server.getPort(), path);
    }

    public String knownHosts() {
        return knownHosts("127.0.0.1", hostKey.getPublic());
    }

    /** A line for this server's port. */
    String knownHosts(String host, PublicKey key) {
        return "[%s]:%d %s".formatted(host, server.getPort(), PublicKeyEntry.toString(key));
    }

    private final class Upload extends AbstractCommandSupport {

        Upload(String command) {
            super(command, null);
            commands.add(command);
        }

        @Override
        public void run() {
            var words = new ArrayList<>(List.of(getCommand().split(" ", 2)));
            var place = repositories.resolve(words.get(1).replace("'", "").substring(1));
            try {
                if (!words.getFirst().equals("git-upload-pack") || !Files.isDirectory(place)) {
                    getErrorStream()
                            .write(
                                    "fatal: does not appear to be a git repository\n"
                                            .getBytes(StandardCharsets.UTF_8));
                    getErrorStream().flush();
                    onExit(128);
                    return;
                }
                try (var repository =
                        new FileRepositoryBuilder().setGitDir(place.toFile()).setBare().build()) {
                    new UploadPack(repository)
                            .upload(
                                    getInputStream(),
                                    getOutputStream(),
                                    OutputStream.nullOutputStream());
                    getOutputStream().flush();
                    onExit(0);
                }
            } catch (IOException e) {
                onExit(1, e.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
