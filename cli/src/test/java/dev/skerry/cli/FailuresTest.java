package dev.skerry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.cluster.PlainWords;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a user reads when a command fails. */
class FailuresTest {
    private final PrintStream screen = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(screen);
    }

    @Test
    void whateverFailsIsSaidWithoutAnythingThatOnlyJavaSays() {
        for (Exception failure :
                List.of(
                        new FileSystemException("/s/cluster.json", null, "No space left on device"),
                        new IOException((String) null),
                        new IOException("it ended:\njava.lang.Error: x\n\tat a.B.c(B.java:1)"),
                        new UncheckedIOException(new IOException("java.io.IOException: x")),
                        new NullPointerException(),
                        new IllegalStateException("Client is closed"))) {
            said.reset();
            assertThat(Failures.tell(failure)).isEqualTo(1);
            assertThat(said.toString(StandardCharsets.UTF_8))
                    .startsWith("skerry: ")
                    .matches(PlainWords::arePlain)
                    .doesNotContain("null");
        }
    }

    @Test
    void whatWeSayIsSaidAsItIs() {
        assertThat(Failures.words(new IOException("no cluster runs; start it with skerry up")))
                .isEqualTo("no cluster runs; start it with skerry up");
    }

    @Test
    void theApiServersAnswerIsToldWithoutTheClientsWords() {
        var status =
                new StatusBuilder()
                        .withCode(403)
                        .withMessage("User \"x\" cannot list resource \"pods\"")
                        .build();
        assertThat(Failures.words(new KubernetesClientException("Failure executing", 403, status)))
                .isEqualTo("the API server forbids it: User \"x\" cannot list resource \"pods\"");
        assertThat(Failures.words(new KubernetesClientException("Failure executing", 401, null)))
                .startsWith("the API server does not know you");
        var away =
                new KubernetesClientException(
                        "Operation: [get] for kind: [X] failed.",
                        new IOException(new ConnectException("Connection refused: /127.0.0.1:1")));
        assertThat(Failures.words(away))
                .isEqualTo("the API server does not answer: Connection refused: /127.0.0.1:1");
    }

    @Test
    void troubleWithAFileNamesItAndWhatIsWrong() {
        assertThat(Failures.words(new NoSuchFileException("/a"))).isEqualTo("/a does not exist");
        assertThat(Failures.words(new AccessDeniedException("/a")))
                .isEqualTo("/a: permission denied");
        assertThat(Failures.words(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("/a: No space left on device");
    }

    @Test
    void anExceptionWithoutWordsIsOwnedUpTo() {
        assertThat(Failures.words(new NullPointerException()))
                .isEqualTo("an error of Skerry itself; SKERRY_DEBUG=1 shows where");
    }
}
