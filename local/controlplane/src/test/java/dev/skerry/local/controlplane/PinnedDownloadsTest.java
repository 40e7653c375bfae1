package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher, or whoever took its place, that serves another program than it did. */
final class PinnedDownloadsTest {
    private static final String KUBECTL = "/v1.34.4/bin/linux/amd64/kubectl";
    private static final byte[] PROGRAM =
            "#!/bin/sh\necho the real one\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private final List<BinaryEvent> events = Collections.synchronizedList(new ArrayList<>());
    private PlayedPublisher publisher;
    private String pins = "";

    @BeforeEach
    void begin() throws IOException {
        publisher = new PlayedPublisher();
    }

    @AfterEach
    void end() {
        publisher.close();
    }

    @Test
    void aReleaseThatWasChangedTogetherWithItsPublishersListIsNotTaken() {
        var changed = "#!/bin/sh\necho an evil one\n".getBytes(StandardCharsets.UTF_8);
        pins = Sha256.of(PROGRAM) + " https://dl.k8s.io" + KUBECTL;
        publisher.publish(KUBECTL, changed, Sha256.of(changed));
        assertThatThrownBy(() -> store().require(Binary.KUBECTL))
                .hasMessageContaining("this version of Skerry says " + Sha256.of(PROGRAM));
        assertThat(folder.resolve("bin")).doesNotExist();
    }

    @Test
    void whereADigestIsPinnedItsPublisherIsNotAsked() throws Exception {
        pins = Sha256.of(PROGRAM) + " https://dl.k8s.io" + KUBECTL;
        publisher.publish(KUBECTL, PROGRAM, "0".repeat(64));
        assertThat(store().require(Binary.KUBECTL)).hasBinaryContent(PROGRAM);
        assertThat(publisher.asked).containsExactly(KUBECTL);
    }

    @Test
    void whereNoDigestIsPinnedItIsBuiltRatherThanDownloaded() throws Exception {
        publisher.publish(KUBECTL, PROGRAM, Sha256.of(PROGRAM));
        assertThat(store(goThatBuilds()).require(Binary.KUBECTL)).hasContent("built");
        assertThat(publisher.asked).isEmpty();
    }

    @Test
    void aDownloadOnItsPublishersWordAloneIsSaid() throws Exception {
        publisher.publish(KUBECTL, PROGRAM, Sha256.of(PROGRAM));
        store().require(Binary.KUBECTL);
        assertThat(events)
                .anySatisfy(e -> assertThat(e.message()).contains("on its publisher's word alone"));
    }

    @Test
    void everyDownloadOfThisVersionStandsInTheLockFileAndNothingElse() {
        var known = PinnedDigests.ofThisVersion();
        var downloads =
                Stream.of("amd64", "arm64")
                        .map(machine -> new Platform("linux", machine))
                        .flatMap(
                                platform ->
                                        Arrays.stream(Binary.values())
                                                .flatMap(b -> Release.of(b, platform).stream()))
                        .toList();
        assertThat(known.files())
                .containsExactlyInAnyOrderElementsOf(
                        downloads.stream().map(Release::file).toList());
        for (var binary : List.of(Binary.ETCD, Binary.KUBECTL, Binary.MINIO, Binary.QDRANT)) {
            for (var machine : List.of("amd64", "arm64")) {
                var file = Release.of(binary, new Platform("linux", machine)).orElseThrow().file();
                assertThat(known.of(file)).as(file.toString()).isPresent();
            }
        }
    }

    private BinaryStore store() {
        return store("");
    }

    private BinaryStore store(String path) {
        return new BinaryStore(
                folder,
                events::add,
                new Platform("linux", "amd64"),
                PinnedDigests.read(pins),
                publisher::address,
                Map.of("PATH", path));
    }

    private String goThatBuilds() throws IOException {
        var bin = Files.createDirectories(folder.resolve("go"));
        var script =
                """
                #!/bin/sh
                case "$1" in
                env) echo go1.26.0 ;;
                list) echo one ;;
                build)
                  while [ "$1" != -o ]; do shift; done
                  for program in kubectl kube-apiserver kube-controller-manager kube-scheduler; do
                    printf built > "$2/$program"
                  done ;;
                esac
                """;
        var go = Files.writeString(bin.resolve("go"), script);
        Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin + ":/usr/bin:/bin";
    }
}
