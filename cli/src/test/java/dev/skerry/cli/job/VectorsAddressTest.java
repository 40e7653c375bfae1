package dev.skerry.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsAddressTest {
    @Test
    void theAddressIsReadFromTheUrl() throws IOException {
        assertThat(VectorsAddress.of(Map.of("QDRANT_URL", "http://127.0.0.1:7000")))
                .isEqualTo(new VectorsAddress("127.0.0.1", 7000, false, Optional.empty()));
        assertThat(
                        VectorsAddress.of(
                                Map.of("QDRANT_URL", "https://qdrant/", "QDRANT_API_KEY", " k ")))
                .isEqualTo(new VectorsAddress("qdrant", 6334, true, Optional.of("k")))
                .hasToString("https://qdrant:6334");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "qdrant:6334", "ftp://qdrant", "http://", "http://u:p@q", "a b"})
    void whatIsNoAddressIsRefusedWithAnExample(String url) {
        assertThatThrownBy(() -> VectorsAddress.of(Map.of("QDRANT_URL", url)))
                .hasMessage(
                        "\"%s\" is no address of a vector store; give that of its gRPC, such as http://127.0.0.1:6334"
                                .formatted(url));
    }

    @Test
    void aFailedCallIsToldInWords() {
        var address = new VectorsAddress("qdrant", 6333, false, Optional.empty());
        assertThat(words(address, Status.UNAVAILABLE.withDescription("io exception")))
                .isEqualTo(
                        "the vector store at http://qdrant:6333 does not answer: io exception; its gRPC port is asked for, 6334 by default");
        assertThat(words(address, Status.UNAUTHENTICATED)).endsWith("set QDRANT_API_KEY");
        assertThat(words(address, Status.NOT_FOUND)).contains("has no collection demo.code");
        assertThat(words(address, Status.INTERNAL.withDescription("x"))).endsWith(":6333: x");
    }

    private static String words(VectorsAddress address, Status status) {
        return address.words("demo.code", status.asRuntimeException());
    }
}
