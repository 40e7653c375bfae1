package dev.skerry.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.artifacts.StorageException;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.publish.VectorStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndingTest {

    private static final String FULL = "No space left on device";

    @ParameterizedTest
    @MethodSource
    void everyCauseHasItsClassAndCode(Throwable cause, String failureClass, int code) {
        var ending = Ending.of(cause);
        assertThat(ending.failureClass().id()).isEqualTo(failureClass);
        assertThat(ending.exitCode()).isEqualTo(code);
        assertThat(ending.words().failureClass()).isEqualTo(failureClass);
        assertThat(ending.message()).isNotBlank();
    }

    static Stream<Arguments> everyCauseHasItsClassAndCode() {
        return Stream.of(
                Arguments.of(new ConfigException(List.of("x")), "Config", 78),
                Arguments.of(new FetchException(FetchException.Fault.CONFIG, "x"), "Config", 78),
                Arguments.of(new FetchException(FetchException.Fault.DATA, "x"), "Data", 65),
                Arguments.of(new FetchException(FetchException.Fault.SERVICE, "x"), "Service", 69),
                Arguments.of(new StorageException.Unavailable("x", null), "Service", 69),
                Arguments.of(new StorageException.Refused("x", null), "Config", 78),
                Arguments.of(new StorageException.NoBucket("x", null), "Config", 78),
                Arguments.of(new StorageException.BadContent("x", null), "Data", 65),
                Arguments.of(new VectorStoreException.Unavailable("x", null), "Service", 69),
                Arguments.of(new VectorStoreException.Rejected("x", null), "Config", 78),
                Arguments.of(new CancellationException("x"), "Preempted", 143),
                Arguments.of(new OutOfMemoryError("x"), "OutOfMemory", 3),
                Arguments.of(new IOException(FULL), "OutOfDisk", 74),
                Arguments.of(new UncheckedIOException(new IOException(FULL)), "OutOfDisk", 74),
                Arguments.of(new FetchException(FetchException.Fault.DISK, FULL), "OutOfDisk", 74),
                Arguments.of(new StorageException.Unavailable(FULL, null), "Service", 69),
                Arguments.of(
                        new VectorStoreException.Unavailable("x", new IOException(FULL)),
                        "Service",
                        69),
                Arguments.of(new IllegalStateException("x"), "App", 70),
                Arguments.of(new StackOverflowError(), "App", 70));
    }

    @Test
    void aFullDiskOfThePodSaysWhatToRaise() {
        assertThat(Ending.of(new FetchException(FetchException.Fault.DISK, FULL)).message())
                .isEqualTo(Ending.of(new IOException(FULL)).message())
                .contains("spec.resources.limits.ephemeral-storage");
    }

    @Test
    void aMessageIsOneLineOfAtMost400Bytes() {
        for (var unit : List.of("a", "ä", "€", "😀", "a😀")) {
            for (int length = 90; length < 420; length += 1) {
                var message =
                        Ending.of(new IllegalStateException(unit.repeat(length) + "\n\tend"))
                                .message();
                assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(400);
                assertThat(message).doesNotContain("\n", "\t", "\uFFFD");
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(message)).isTrue();
            }
        }
    }
}
