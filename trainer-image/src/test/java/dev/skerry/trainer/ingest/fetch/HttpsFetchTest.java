package dev.skerry.trainer.ingest.fetch;

import static dev.skerry.trainer.ingest.fetch.GitFixture.text;
import static dev.skerry.trainer.ingest.fetch.GitHttpsServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.api.Network;
import dev.skerry.trainer.ingest.fetch.FetchException.Fault;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.transport.UploadPack.RequestPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Repositories of a real https server; what a user is told is compared in full. */
@Timeout(60)
class HttpsFetchTest extends HttpsFetches {

    @Test
    void aPublicRepositoryIsRead() throws Exception {
        try (var snapshot = fetch(server.url("a.git"), "", trusted())) {
            assertThat(snapshot.commit()).isEqualTo(commit);
            assertThat(snapshot.read("a.py", 100)).hasValue(text("import b"));
        }
        assertThat(server.seen).noneMatch(request -> request.authorization().isPresent());
    }

    @Test
    void aPrivateRepositoryIsReadWithItsPassword() throws Exception {
        server.password = Optional.of("ann:s3cret");
        try (var snapshot = fetch(server.url("a.git"), "", password("ann", "s3cret"))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
        }
    }

    @Test
    void withoutAPasswordItSaysWhereToPutOne() {
        server.password = Optional.of("ann:s3cret");
        assertThat(failure(server.url("a.git"), "", trusted(), Fault.CONFIG))
                .isEqualTo(
                        server.url("a.git")
                                + " needs a password; put username and password into a Secret and"
                                + " name it in repository.credentialsSecretRef");
    }

    @Test
    void aWrongPasswordIsSaidToBeRefusedAndIsNotShown() {
        server.password = Optional.of("ann:s3cret");
        assertThat(failure(server.url("a.git"), "", password("ann", "wr0ng"), Fault.CONFIG))
                .isEqualTo(
                        server.url("a.git")
                                + " refuses these credentials; put valid ones into the Secret named"
                                + " by repository.credentialsSecretRef");
    }

    @Test
    void anSshKeyIsNoPassword() {
        assertThat(
                        failure(
                                server.url("a.git"),
                                "",
                                new Credentials.SshKey("key", "hosts"),
                                Fault.CONFIG))
                .isEqualTo(
                        "repository.credentialsSecretRef: the Secret holds an ssh key, %s needs username and password"
                                .formatted(server.url("a.git")));
    }

    @Test
    void aCertificateThatNobodyKnowsSaysWhereToPutItsCa() {
        assertThat(failure(server.url("a.git"), "", new Credentials.None(), Fault.CONFIG))
                .startsWith("the certificate of localhost is not trusted (")
                .endsWith(
                        "; put its CA as ca.crt into the Secret named by"
                                + " repository.credentialsSecretRef");
        assertThat(
                        failure(
                                server.url("a.git"),
                                "",
                                new Credentials.None(Optional.of("no pem")),
                                Fault.CONFIG))
                .startsWith("repository.credentialsSecretRef: ca.crt holds no certificates in PEM");
    }

    @Test
    void aRepositoryThatDoesNotExistIsSaidSo() {
        assertThat(failure(server.url("none.git"), "", trusted(), Fault.CONFIG))
                .isEqualTo(
                        "there is no repository at %s, or it needs credentials (repository.credentialsSecretRef)"
                                .formatted(server.url("none.git")));
    }

    @Test
    void anEmptyRepositoryIsSaidToBeEmpty() {
        assertThat(failure(server.url("empty.git"), "", trusted(), Fault.DATA))
                .isEqualTo(
                        "the repository %s is empty: it has no commits"
                                .formatted(server.url("empty.git")));
    }

    @Test
    void aHashThatTheServerDoesNotShowIsReadWhereItAllowsThat() throws Exception {
        assertThat(failure(server.url("a.git"), hidden, trusted(), Fault.CONFIG))
                .isEqualTo(
                        "repository.revision: the server has no commit %s, or gives none by hash; use a branch or tag"
                                .formatted(hidden));
        server.policy = RequestPolicy.ANY;
        try (var snapshot = fetch(server.url("a.git"), hidden, trusted())) {
            assertThat(snapshot.commit()).isEqualTo(hidden);
            assertThat(snapshot.paths()).containsExactly("old.py");
        }
        assertThat(failure(server.url("a.git"), "1".repeat(40), trusted(), Fault.CONFIG))
                .contains("has no commit 1111");
    }

    @Test
    void aRedirectOnTheSameServerIsFollowedWithCredentials() throws Exception {
        server.password = Optional.of("ann:s3cret");
        server.answers.put("moved.git", redirect(server.url("a.git")));
        try (var snapshot = fetch(server.url("moved.git"), "", password("ann", "s3cret"))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
        }
    }

    @Test
    void credentialsAreNotSentAlongToAnotherHost() throws Exception {
        server.password = Optional.of("ann:s3cret");
        server.answers.put("moved.git", redirect(server.elsewhere("a.git")));
        assertThat(failure(server.url("moved.git"), "", password("ann", "s3cret"), Fault.CONFIG))
                .isEqualTo(
                        "%s redirects to %s, which asks for a password; credentials are not sent along, use the URL of that server"
                                .formatted(
                                        server.url("moved.git"),
                                        server.elsewhere("").split("/")[2]));
        assertThat(server.seen).anyMatch(request -> request.host().equals("127.0.0.1"));
        assertNothingWasToldElsewhere();

        server.password = Optional.empty();
        try (var snapshot = fetch(server.url("moved.git"), "", password("ann", "s3cret"))) {
            assertThat(snapshot.commit()).isEqualTo(commit);
        }
        assertNothingWasToldElsewhere();
    }

    @Test
    void evenAfterTheFirstServerAskedForThem() {
        var elsewhere = redirect(server.elsewhere("a.git"));
        server.answers.put(
                "moved.git",
                exchange -> {
                    if (exchange.getRequestHeaders().containsKey("Authorization")) {
                        elsewhere.to(exchange);
                    } else {
                        exchange.getResponseHeaders()
                                .add("WWW-Authenticate", "Basic realm=\"git\"");
                        exchange.sendResponseHeaders(401, -1);
                    }
                });
        server.password = Optional.of("ann:s3cret");
        assertThat(failure(server.url("moved.git"), "", password("ann", "s3cret"), Fault.CONFIG))
                .contains("credentials are not sent along");
        assertThat(server.seen).anyMatch(request -> request.authorization().isPresent());
        assertNothingWasToldElsewhere();
    }

    private void assertNothingWasToldElsewhere() {
        assertThat(server.seen)
                .filteredOn(request -> request.host().equals("127.0.0.1"))
                .allMatch(request -> request.authorization().isEmpty());
    }

    @Test
    void aRedirectToAnotherSchemeIsRefused() {
        server.answers.put("moved.git", redirect("http://example.com/a.git"));
        assertThat(failure(server.url("moved.git"), "", trusted(), Fault.CONFIG))
                .contains("redirects where a job does not follow", "http://example.com/a.git")
                .endsWith("use the https URL that it leads to");
        server.answers.put("moved.git", redirect("file:///etc"));
        assertThat(failure(server.url("moved.git"), "", trusted(), Fault.CONFIG)).contains("file");
    }

    @Test
    void aRedirectToAnAddressInsideIsRefused() {
        var inside = server.elsewhere("a.git").replace("127.0.0.1", "inside.example.com");
        server.answers.put("moved.git", redirect(inside));
        var rules =
                new AddressRules(
                        true,
                        List.of(Network.parse("10.0.0.0/8")),
                        host ->
                                new InetAddress[] {
                                    InetAddress.ofLiteral(
                                            host.equals("localhost") ? "127.0.0.1" : "10.0.0.1")
                                });
        assertThat(failure(server.url("moved.git"), rules, Fault.CONFIG))
                .isEqualTo(
                        "repository.url: inside.example.com is 10.0.0.1, which the operator's configuration denies; use another host");
        assertThat(server.seen).noneMatch(request -> !request.host().equals("localhost"));
    }

    @Test
    void aNameThatDnsResolvesToAPrivateAddressIsRefused() {
        assertThat(failure(server.url("a.git"), new AddressRules(false), Fault.CONFIG))
                .startsWith("repository.url: localhost is ")
                .contains("not a public address");
        assertThat(server.seen).isEmpty();
    }

    @Test
    void aRedirectInCirclesEnds() {
        server.answers.put("moved.git", redirect(server.url("moved.git")));
        assertThat(failure(server.url("moved.git"), "", trusted(), Fault.CONFIG))
                .startsWith(
                        "repository.url: "
                                + server.url("moved.git")
                                + " redirects where a job does not follow (");
    }
}
