package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skerry.trainer.ingest.fetch.FetchException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Repositories of a real ssh server, good and bad; what a user is told is compared in full. */
@Timeout(60)
class SshFetchTest {

    private static final FetchLimits LIMITS =
            new FetchLimits(8 << 20, 1000, Duration.ofSeconds(20));

    @TempDir private Path folder;
    private final KeyPair user = GitSshServer.keyPair();
    private GitSshServer server;
    private String commit;
    private Path work;

    @BeforeEach
    void start() throws Exception {
        work = folder.resolve("work");
        try (var fixture = new GitFixture(folder.resolve("a.git"))) {
            commit = fixture.commit("refs/heads/master", Map.of("a.py", text("import b")));
        }
        server = new GitSshServer(folder, user.getPublic());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        if (Files.exists(work)) {
            assertThat(work).isEmptyDirectory();
        }
    }

    @Test
    void aKeyAndKnownHostsAreEnough() throws Exception {
        try (var snapshot =
                fetch("a.git", key(GitSshServer.privateKey(user), server.knownHosts()))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
            assertThat(snapshot.read("a.py", 100)).hasValue(text("import b"));
        }
        assertThat(server.commands).allMatch(it -> it.equals("git-upload-pack '/a.git'"));
    }

    @Test
    void aKeyThatLostItsLastNewLineIsReadToo() throws Exception {
        var key = GitSshServer.privateKey(user).stripTrailing();
        try (var snapshot = fetch("a.git", key(key, server.knownHosts()))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
        }
    }

    @Test
    void aWrongKeyIsSaidToBeRefused() {
        var other = GitSshServer.privateKey(GitSshServer.keyPair());
        assertThat(failure("a.git", key(other, server.knownHosts())))
                .isEqualTo(
                        server.url("a.git")
                                + " refuses these credentials; put valid ones into the Secret named"
                                + " by repository.credentialsSecretRef");
    }

    @Test
    void whatIsNoKeyIsSaidToBeRefused() {
        assertThat(failure("a.git", key("no key at all", server.knownHosts())))
                .isEqualTo(
                        "repository.credentialsSecretRef: ssh-privatekey is no private key in"
                                + " OpenSSH or PEM format without a passphrase; make one by ssh-keygen"
                                + " -N ''");
    }

    @Test
    void aHostThatKnownHostsDoesNotNameIsNotTrusted() {
        var other = server.knownHosts("example.com", GitSshServer.keyPair().getPublic());
        assertThat(failure("a.git", key(GitSshServer.privateKey(user), other)))
                .isEqualTo(
                        "the ssh host key of 127.0.0.1 is not in known_hosts; add its line to the"
                                + " Secret, as ssh-keyscan prints it");
        assertThat(server.commands).isEmpty();
    }

    @Test
    void aHostWhoseKeyHasChangedIsNotTrusted() {
        var changed = server.knownHosts("127.0.0.1", GitSshServer.keyPair().getPublic());
        assertThat(failure("a.git", key(GitSshServer.privateKey(user), changed)))
                .isEqualTo(
                        "the ssh host key of 127.0.0.1 is another than known_hosts says; if its"
                                + " owner confirms the new one, put that into the Secret");
        assertThat(server.commands).isEmpty();
    }

    @Test
    void aPasswordIsNoKey() {
        assertThat(failure("a.git", new Credentials.Password("ann", "s3cret")))
                .isEqualTo(
                        "repository.credentialsSecretRef: the Secret holds a password, %s needs ssh-privatekey and known_hosts"
                                .formatted(server.url("a.git")));
    }

    @Test
    void aRepositoryThatDoesNotExistIsSaidSo() {
        assertThat(failure("none.git", key(GitSshServer.privateKey(user), server.knownHosts())))
                .isEqualTo(
                        "there is no repository at %s, or it needs credentials other than those of the Secret"
                                .formatted(server.url("none.git")));
    }

    @Test
    void aRevisionIsNoOptionOfTheProgramOnTheOtherSide() {
        var key = key(GitSshServer.privateKey(user), server.knownHosts());
        for (var path : new String[] {"a.git' --upload-pack='touch x", "-oProxyCommand=x/a.git"}) {
            var failure =
                    catchThrowableOfType(FetchException.class, () -> fetch(path, key).close());
            assertThat(failure).hasMessageStartingWith("repository.url: ");
        }
        assertThat(server.commands).isEmpty();
    }

    private static Credentials key(String privateKey, String knownHosts) {
        return new Credentials.SshKey(privateKey, knownHosts);
    }

    private Snapshot fetch(String path, Credentials credentials) throws FetchException {
        var request = new FetchRequest(server.url(path), false, "", credentials, Selection.ALL);
        return new RepositoryFetcher(false, new AddressRules(true), LIMITS, work)
                .fetch(request, FetchListener.NONE);
    }

    private String failure(String path, Credentials credentials) {
        var failure =
                catchThrowableOfType(FetchException.class, () -> fetch(path, credentials).close());
        assertThat(failure).isNotNull();
        assertThat(failure.fault()).as(failure.getMessage()).isEqualTo(Fault.CONFIG);
        return failure.getMessage();
    }
}
