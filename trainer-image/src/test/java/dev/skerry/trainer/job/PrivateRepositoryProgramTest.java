package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.trainer.ingest.fetch.GitFixture;
import dev.skerry.trainer.ingest.fetch.GitHttpsServer;
import dev.skerry.trainer.ingest.fetch.GitSshServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job with the Secret of its repository, mounted as a folder: whole programs. */
@Timeout(120)
class PrivateRepositoryProgramTest {

    @TempDir Path folder;
    private TestPod pod;
    private Path secret;

    @BeforeEach
    void start() throws Exception {
        pod = new TestPod(Files.createDirectory(folder.resolve("pod")), 2);
        secret = Files.createDirectory(folder.resolve("secret"));
        pod.environment.put("SKERRY_GIT_CREDENTIALS_DIR", secret.toString());
        pod.environment.put("SKERRY_ALLOW_PRIVATE_ADDRESSES", "true");
        try (var git = new GitFixture(folder.resolve("a.git"))) {
            git.commit("refs/heads/master", Map.of("a.py", GitFixture.text("import b")));
        }
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    @Test
    void overHttpsWithAPasswordAndACaOfItsOwn() throws Exception {
        try (var server = new GitHttpsServer(folder)) {
            server.password = Optional.of("ann:s3cret");
            pod.job(file -> TestPod.repository(file, URI.create(server.url("a.git"))));
            Files.writeString(secret.resolve("ca.crt"), server.ca());
            assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
            assertThat(pod.lastWords().path("message").asText())
                    .isEqualTo(
                            server.url("a.git")
                                    + " needs a password; put username and password into a Secret"
                                    + " and name it in repository.credentialsSecretRef");

            Files.writeString(secret.resolve("username"), "ann\n");
            Files.writeString(secret.resolve("password"), "s3cret\n");
            assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
            assertThat(pod.lastWords().path("class").asText()).isEqualTo("Config");
            assertThat(pod.lastWords().path("message").asText())
                    .isEqualTo(
                            "spec.repository.credentialsSecretRef: the Secret does not say that it may go to localhost; add the key hosts: localhost");

            Files.writeString(secret.resolve("hosts"), "git.example.com, localhost\n");
            assertThat(pod.exitCode()).as(pod::log).isZero();
            assertThat(pod.vectors.points).hasSize(1);
            assertThat(pod.log() + pod.operator.received() + pod.storage.objects.keySet())
                    .doesNotContain("s3cret");

            pod.environment.put("SKERRY_ALLOW_PRIVATE_ADDRESSES", "false");
            assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
            assertThat(pod.lastWords().path("message").asText()).contains("not a public address");
        }
    }

    @Test
    void overSshWithAKeyAndKnownHosts() throws Exception {
        var user = GitSshServer.keyPair();
        try (var server = new GitSshServer(folder, user.getPublic())) {
            pod.job(file -> TestPod.repository(file, URI.create(server.url("a.git"))));
            Files.writeString(secret.resolve("ssh-privatekey"), GitSshServer.privateKey(user));
            Files.writeString(secret.resolve("hosts"), "127.0.0.1");
            assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
            assertThat(pod.lastWords().path("message").asText())
                    .contains("the Secret lacks the key known_hosts");

            Files.writeString(secret.resolve("known_hosts"), server.knownHosts());
            Files.writeString(secret.resolve("hosts"), "git.example.com");
            assertThat(pod.exitCode()).as(pod::log).isEqualTo(78);
            assertThat(pod.lastWords().path("message").asText())
                    .isEqualTo(
                            "spec.repository.credentialsSecretRef: the Secret does not say that it may go to 127.0.0.1; add 127.0.0.1 to its key hosts");

            var port = URI.create(server.url("a.git")).getPort();
            Files.writeString(secret.resolve("hosts"), "127.0.0.1:" + port);
            assertThat(pod.exitCode()).as(pod::log).isZero();
            assertThat(pod.vectors.points).hasSize(1);
        }
    }
}
