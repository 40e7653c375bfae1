package dev.skerry.trainer.job;

import dev.skerry.trainer.ingest.fetch.Credentials;
import dev.skerry.trainer.ingest.fetch.RepositoryUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The repository's Secret as it is mounted: a file for each key. */
final class GitCredentials {

    private static final int MOST_BYTES = 1 << 20;

    private GitCredentials() {}

    /**
     * Reads {@code username} and {@code password}, and {@code ca.crt} where there is one; or {@code
     * ssh-privatekey} and {@code known_hosts}. What proves who we are must name the server of the
     * URL in {@code hosts}.
     *
     * @param folder empty where the repository needs no credentials
     */
    static Credentials in(Optional<Path> folder, RepositoryUrl url) throws ConfigException {
        if (folder.isEmpty()) {
            return new Credentials.None();
        }
        var key = read(folder.get(), "ssh-privatekey");
        var hosts = new SecretHosts(read(folder.get(), "hosts").orElse(""));
        if (key.isPresent()) {
            hosts.require(url);
            return new Credentials.SshKey(
                    key.get(),
                    read(folder.get(), "known_hosts").orElseThrow(() -> lacks("known_hosts")));
        }
        var ca = read(folder.get(), "ca.crt");
        var password = read(folder.get(), "password");
        var username = read(folder.get(), "username");
        boolean anonymous = username.orElse("").isBlank() && password.orElse("").isBlank();
        if (anonymous && ca.isPresent()) {
            return new Credentials.None(ca);
        }
        hosts.require(url);
        return new Credentials.Password(
                username.orElseThrow(() -> lacks("username")).strip(),
                password.orElseThrow(() -> lacks("password or ssh-privatekey")).strip(),
                ca);
    }

    private static ConfigException lacks(String key) {
        return new ConfigException(
                List.of(
                        "spec.repository.credentialsSecretRef: the Secret lacks the key %s; give username and password, or ssh-privatekey and known_hosts, and hosts"
                                .formatted(key)));
    }

    private static Optional<String> read(Path folder, String key) throws ConfigException {
        var file = folder.resolve(key);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ConfigException(
                    "SKERRY_GIT_CREDENTIALS_DIR: %s cannot be read".formatted(file), e);
        }
    }
}
