package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectStoreTest {
    @TempDir Path folder;

    @Test
    void addressAndKeysSurviveARestart() throws Exception {
        var store = BinaryStore.ofUser(LoggedEvents::log);
        try (var children = Children.open(folder.resolve("run"))) {
            ObjectStore first = ObjectStore.start(folder.resolve("minio"), store, children);
            try (first) {
                assertThat(first.health().healthy()).isTrue();
                assertThat(first.endpoint().getHost()).isEqualTo("127.0.0.1");
            }
            assertThat(children.living()).isEmpty();
            try (var second = ObjectStore.start(folder.resolve("minio"), store, children)) {
                assertThat(second.endpoint()).isEqualTo(first.endpoint());
                assertThat(second.accessKey()).isEqualTo(first.accessKey());
                assertThat(second.secretKey()).isEqualTo(first.secretKey()).hasSize(40);
            }
        }
        var secret = folder.resolve("minio/secret-key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutKeysNothingIsShown() throws Exception {
        try (var probe = Probe.plain()) {
            assertThat(probe.ask(TestObjectStore.shared().endpoint().resolve("/")))
                    .contains("answered 403");
        }
    }
}
