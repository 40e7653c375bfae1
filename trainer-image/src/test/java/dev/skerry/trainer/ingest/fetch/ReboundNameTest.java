package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skerry.api.Network;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names that lead to a permitted address while they are checked and to the inside afterwards. Here
 * 127.0.0.1 is the inside, and 127.0.0.2 is permitted and deaf.
 */
@Timeout(60)
class ReboundNameTest {

    private static final FetchLimits LIMITS =
            new FetchLimits(8 << 20, 1000, Duration.ofSeconds(20));
    private static final List<Network> INSIDE = List.of(Network.parse("127.0.0.1"));
    private static final List<Network> ELSEWHERE = List.of(Network.parse("10.0.0.0/8"));

    @TempDir private Path folder;
    private final AtomicInteger lookups = new AtomicInteger();

    @BeforeEach
    void makeRepository() throws Exception {
        try (var git = new GitFixture(folder.resolve("a.git"))) {
            git.commit("refs/heads/master", Map.of("a.py", text("import b")));
        }
    }

    @Test
    void overHttpsNoConnectionFollowsTheSecondAnswer() throws Exception {
        try (var server = new GitHttpsServer(folder)) {
            var failure =
                    catchThrowableOfType(
                            FetchException.class,
                            () -> fetch(server.url("a.git"), trusted(server), rebinding()));
            assertThat(failure).hasMessageContaining("localhost");
            assertThat(server.seen).isEmpty();
            assertThat(lookups).hasValue(1);
        }
    }

    @Test
    void overSshNoConnectionFollowsTheSecondAnswer() throws Exception {
        var user = GitSshServer.keyPair();
        try (var server = new GitSshServer(folder, user.getPublic())) {
            var key = new Credentials.SshKey(GitSshServer.privateKey(user), server.knownHosts());
            var url = server.url("a.git").replace("127.0.0.1", "localhost");
            var failure =
                    catchThrowableOfType(FetchException.class, () -> fetch(url, key, rebinding()));
            assertThat(failure).isNotNull();
            assertThat(server.commands).isEmpty();
            assertThat(lookups).hasValue(1);
        }
    }

    @Test
    void overHttpsTheCheckedAddressIsSpokenToByTheNameOfTheHost() throws Exception {
        try (var server = new GitHttpsServer(folder)) {
            var rules = new AddressRules(true, ELSEWHERE, this::loopback);
            fetch(server.url("a.git"), trusted(server), rules);
            assertThat(server.seen).isNotEmpty();
            assertThat(lookups).hasValue(1);

            var other = server.url("a.git").replace("localhost", "git.invalid");
            var failure =
                    catchThrowableOfType(
                            FetchException.class, () -> fetch(other, trusted(server), rules));
            assertThat(failure).hasMessageContaining("git.invalid");
        }
    }

    @Test
    void overSshTheCheckedAddressIsSpokenToAndItsKeyLookedUpByTheName() throws Exception {
        var user = GitSshServer.keyPair();
        try (var server = new GitSshServer(folder, user.getPublic())) {
            var rules = new AddressRules(true, ELSEWHERE, this::loopback);
            var url = server.url("a.git").replace("127.0.0.1", "git.invalid");
            var port = URI.create(url).getPort();
            var line = server.knownHosts().replace("127.0.0.1", "git.invalid");
            assertThat(line).startsWith("[git.invalid]:" + port);
            fetch(url, new Credentials.SshKey(GitSshServer.privateKey(user), line), rules);
            assertThat(server.commands).isNotEmpty();
            assertThat(lookups).hasValue(1);

            var another = line.replace("git.invalid", "another.invalid");
            var key = new Credentials.SshKey(GitSshServer.privateKey(user), another);
            var failure = catchThrowableOfType(FetchException.class, () -> fetch(url, key, rules));
            assertThat(failure.fault()).isEqualTo(FetchException.Fault.CONFIG);
        }
    }

    private AddressRules rebinding() {
        return new AddressRules(
                true,
                INSIDE,
                host ->
                        new InetAddress[] {
                            InetAddress.getByName(
                                    lookups.incrementAndGet() == 1 ? "127.0.0.2" : "127.0.0.1")
                        });
    }

    private InetAddress[] loopback(String host) {
        lookups.incrementAndGet();
        return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
    }

    private static Credentials trusted(GitHttpsServer server) {
        return new Credentials.None(Optional.of(server.ca()));
    }

    private void fetch(String url, Credentials credentials, AddressRules rules)
            throws FetchException {
        var request = new FetchRequest(url, false, "", credentials, Selection.ALL);
        new RepositoryFetcher(false, rules, LIMITS, folder.resolve("work"))
                .fetch(request, FetchListener.NONE)
                .close();
    }
}
