package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skerry.trainer.ingest.fetch.FetchException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository on a real https server; a failure is compared in full, and leaves nothing. */
abstract class HttpsFetches {

    static final FetchLimits LIMITS = new FetchLimits(8 << 20, 1000, Duration.ofSeconds(20));

    @TempDir Path folder;
    GitHttpsServer server;
    String commit;
    String hidden;
    Path work;

    @BeforeEach
    void start() throws Exception {
        work = folder.resolve("work");
        var noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        try (var fixture = new GitFixture(folder.resolve("a.git"))) {
            hidden = fixture.commit("refs/heads/master", Map.of("old.py", text("1")));
            commit =
                    fixture.commit(
                            "refs/heads/master",
                            Map.of("a.py", text("import b"), "noise.bin", noise));
        }
        new GitFixture(folder.resolve("empty.git")).close();
        server = new GitHttpsServer(folder);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        if (Files.exists(work)) {
            assertThat(work).isEmptyDirectory();
        }
    }

    Credentials trusted() {
        return new Credentials.None(Optional.of(server.ca()));
    }

    Credentials password(String user, String password) {
        return new Credentials.Password(user, password, Optional.of(server.ca()));
    }

    Snapshot fetch(String url, String revision, Credentials credentials) throws FetchException {
        return fetch(url, revision, credentials, new AddressRules(true), LIMITS);
    }

    Snapshot fetch(
            String url,
            String revision,
            Credentials credentials,
            AddressRules addresses,
            FetchLimits limits)
            throws FetchException {
        var request = new FetchRequest(url, false, revision, credentials, Selection.ALL);
        return new RepositoryFetcher(false, addresses, limits, work)
                .fetch(request, FetchListener.NONE);
    }

    String failure(String url, String revision, Credentials credentials, Fault fault) {
        return failure(url, revision, credentials, LIMITS, fault);
    }

    String failure(
            String url, String revision, Credentials credentials, FetchLimits limits, Fault fault) {
        return failure(
                () -> fetch(url, revision, credentials, new AddressRules(true), limits), fault);
    }

    String failure(String url, AddressRules addresses, Fault fault) {
        return failure(() -> fetch(url, "", trusted(), addresses, LIMITS), fault);
    }

    interface Fetch {
        Snapshot run() throws FetchException;
    }

    static String failure(Fetch fetch, Fault fault) {
        var failure = catchThrowableOfType(FetchException.class, () -> fetch.run().close());
        assertThat(failure).isNotNull();
        assertThat(failure.fault()).as(failure.getMessage()).isEqualTo(fault);
        return failure.getMessage();
    }
}
