package dev.skerry.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainWordsTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new FileSystemException("/s/x", null, "No space left on device"),
                        "/s/x: No space left on device"),
                Arguments.of(new NoSuchFileException("/s/x"), "/s/x does not exist"),
                Arguments.of(new AccessDeniedException("/s/x"), "/s/x: permission denied"),
                Arguments.of(
                        new UnknownHostException("go.example"), "the name go.example is not known"),
                Arguments.of(new ClosedByInterruptException(), "it was interrupted"),
                Arguments.of(new IOException("etcd ended\nmore"), "etcd ended"),
                Arguments.of(
                        new IOException(new ConnectException("Connection refused")),
                        "Connection refused"),
                Arguments.of(new IOException((String) null), "no reason was given"),
                Arguments.of(new OutOfMemoryError("Java heap space"), "out of memory"),
                Arguments.of(new IllegalStateException("it does not run"), "it does not run"),
                Arguments.of(
                        new NullPointerException("Cannot invoke \"dev.skerry.X.y()\""),
                        "an error of Skerry itself; the log of the daemon tells it in full"),
                Arguments.of(
                        new KubernetesClientException("Operation: [get] for kind: [Node] failed."),
                        "the API server does not answer"),
                Arguments.of(
                        new KubernetesClientException(
                                new StatusBuilder()
                                        .withMessage("nodes is forbidden")
                                        .withCode(403)
                                        .build()),
                        "nodes is forbidden"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsOneLineWithoutANameOfAClass(Throwable failure, String words) {
        assertThat(PlainWords.of(failure)).isEqualTo(words);
        assertThat(PlainWords.arePlain(PlainWords.of(failure))).isTrue();
    }

    @Test
    void aStackIsRecognizedAndLeavesItsMessagesOnly() {
        var stack = new StringWriter();
        new UncheckedIOException(new IOException("No space left on device"))
                .printStackTrace(new PrintWriter(stack, true));
        assertThat(PlainWords.arePlain(stack.toString())).isFalse();
        assertThat(PlainWords.of("Exception in thread \"main\" " + stack))
                .isEqualTo("No space left on device");
        assertThat(PlainWords.lines(stack.toString().lines().toList()))
                .containsOnly("No space left on device");
    }

    @Test
    void onAScreenAMessageKeepsItsLines() {
        assertThat(
                        PlainWords.inFull(
                                new IOException("refused:\n  spec.url: no\n\tat a.B.c(B.java:1)")))
                .isEqualTo("refused:\n  spec.url: no");
        assertThat(PlainWords.inFull(new NoSuchFileException("/x"))).isEqualTo("/x does not exist");
        assertThat(PlainWords.inFull(new IOException())).isEqualTo("no reason was given");
    }

    @Test
    void whatProgramsSayIsPlain() {
        for (String said :
                List.of(
                        "GET http://127.0.0.1:1/: answered 503",
                        "fatal error: all goroutines are asleep",
                        "error: exit status 1")) {
            assertThat(PlainWords.of(said)).isEqualTo(said);
            assertThat(PlainWords.arePlain(said)).isTrue();
        }
    }
}
