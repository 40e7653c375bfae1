package dev.skerry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** What a user reads when a command fails. */
class FailuresTest {
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
        assertThat(Failures.words(new NoSuchFileException("/a"))).isEqualTo("there is no file /a");
        assertThat(Failures.words(new AccessDeniedException("/a"))).isEqualTo("no right to use /a");
        assertThat(Failures.words(new FileSystemException("/a", null, "No space left on device")))
                .isEqualTo("/a: No space left on device");
    }

    @Test
    void anExceptionWithoutWordsIsOwnedUpTo() {
        assertThat(Failures.words(new NullPointerException()))
                .isEqualTo(
                        "an error of skerry itself (NullPointerException); SKERRY_DEBUG=1 shows where");
    }
}
