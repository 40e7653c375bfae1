package dev.skerry.local.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.local.controlplane.BinaryEvent.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BinaryStoreTest {
    private static final String KUBECTL = "/v1.34.4/bin/linux/amd64/kubectl";
    private static final String ETCD =
            "/etcd-io/etcd/releases/download/v3.6.8/etcd-v3.6.8-linux-amd64.tar.gz";
    private static final byte[] PROGRAM =
            "#!/bin/sh\necho the real one\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private final List<BinaryEvent> events = Collections.synchronizedList(new ArrayList<>());
    private PlayedPublisher publisher;

    @BeforeEach
    void publish() throws IOException {
        publisher = new PlayedPublisher();
    }

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void anOfficialDownloadWithTheRightChecksumIsTakenAndThenCached() throws Exception {
        publisher.publish(KUBECTL, PROGRAM, Sha256.of(PROGRAM));
        var file = store().require(Binary.KUBECTL);
        assertThat(file).hasBinaryContent(PROGRAM).isExecutable();
        assertThat(events)
                .extracting(BinaryEvent::step)
                .containsExactly(Step.DOWNLOAD, Step.DOWNLOAD, Step.READY);
        assertThat(events.getFirst().done()).isEqualTo(PROGRAM.length);
        publisher.asked.clear();
        assertThat(store().require(Binary.KUBECTL)).isEqualTo(file);
        assertThat(store().find(Binary.KUBECTL)).contains(file);
        assertThat(publisher.asked).isEmpty();
        assertThat(events.getLast().step()).isEqualTo(Step.CACHED);
    }

    @Test
    void aCorruptDownloadIsThrownAwayAndTheErrorNamesAllThreeWays() {
        publisher.publish(KUBECTL, PROGRAM, "0".repeat(64));
        assertThatThrownBy(() -> store().require(Binary.KUBECTL))
                .isInstanceOf(BinaryUnavailableException.class)
                .hasMessageContaining("Cache: not in " + folder)
                .hasMessageContaining("has SHA-256 " + Sha256.of(PROGRAM))
                .hasMessageContaining("Go build: no go on the PATH")
                .hasMessageContaining("put the program at ");
        assertThat(store().find(Binary.KUBECTL)).isEmpty();
        assertThat(folder.resolve("work/kubernetes")).doesNotExist();
    }

    @Test
    void aProgramThatChangedInTheCacheIsFetchedAgain() throws Exception {
        publisher.publish(KUBECTL, PROGRAM, Sha256.of(PROGRAM) + "  kubectl\n");
        var file = store().require(Binary.KUBECTL);
        Files.writeString(file, "#!/bin/sh\necho an evil one\n");
        assertThat(store().find(Binary.KUBECTL)).isEmpty();
        assertThat(store().require(Binary.KUBECTL)).hasBinaryContent(PROGRAM);
    }

    @Test
    void aProgramWithoutItsChecksumIsNotTrusted() throws Exception {
        publisher.publish(KUBECTL, PROGRAM, Sha256.of(PROGRAM));
        var file = store().require(Binary.KUBECTL);
        Files.delete(file.resolveSibling("kubectl.sha256"));
        assertThat(store().find(Binary.KUBECTL)).isEmpty();
    }

    @Test
    void outOfAnArchiveOnlyTheProgramIsTaken() throws Exception {
        var archive =
                PlayedPublisher.tar(
                        Map.of("etcd-v3.6.8/README", "read me", "etcd-v3.6.8/etcd", "the program"));
        publisher.files.put(ETCD, archive);
        publisher.files.put(
                ETCD.replaceFirst("[^/]+$", "SHA256SUMS"),
                ("%s  etcd-v3.6.8-darwin-amd64.zip%n%s  etcd-v3.6.8-linux-amd64.tar.gz%n"
                                .formatted("1".repeat(64), Sha256.of(archive)))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(store().require(Binary.ETCD)).hasContent("the program");
        assertThat(folder.resolve("work/etcd")).doesNotExist();
    }

    @Test
    void theDigestOfAGitHubAssetIsRead() throws Exception {
        var archive = PlayedPublisher.tar(Map.of("qdrant", "vectors"));
        var name = "qdrant-x86_64-unknown-linux-musl.tar.gz";
        var version = Binary.QDRANT.releasedVersion();
        publisher.files.put("/qdrant/qdrant/releases/download/v" + version + "/" + name, archive);
        publisher.files.put(
                "/repos/qdrant/qdrant/releases/tags/v" + version,
                """
                {"assets": [{"name": "other", "digest": "sha256:00"}, {"name": "%s", "digest": "sha256:%s"}]}
                """
                        .formatted(name, Sha256.of(archive))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(store().require(Binary.QDRANT)).hasContent("vectors");
    }

    @Test
    void aMachineWithoutANetworkIsNoticedOnce() {
        publisher.close();
        var store = store();
        assertThatThrownBy(() -> store.require(Binary.KUBECTL))
                .hasMessageContaining("no connection to dl.k8s.io");
        assertThatThrownBy(() -> store.require(Binary.QDRANT))
                .hasMessageContaining("no connection to dl.k8s.io")
                .hasMessageContaining("it is not written in Go");
    }

    @Test
    void aTooOldGoIsNamedWithItsVersion() throws Exception {
        var path = fakeGo("go1.21.3");
        assertThatThrownBy(() -> store(path).require(Binary.KUBECTL))
                .hasMessageContaining("go is go1.21.3, at least go1.24 is needed");
    }

    @Test
    void aFailedBuildTellsItsLastLines() throws Exception {
        var path = fakeGo("go1.26.0");
        assertThatThrownBy(() -> store(path).require(Binary.MINIO))
                .hasMessageContaining("go build ended with 2: ")
                .hasMessageContaining("no such package");
    }

    @Test
    void aGoBuildReportsPackagesAndLeavesTheProgram() throws Exception {
        var file = store(fakeGo("go1.26.0")).require(Binary.ETCD);
        assertThat(file).hasContent("built");
        assertThat(Files.readString(file.resolveSibling("etcd.sha256")))
                .contains("go build etcd 3.6.8");
        var last = events.stream().filter(e -> e.step() == Step.BUILD).toList().getLast();
        assertThat(last.done() + "/" + last.total()).isEqualTo("2/3");
    }

    @Test
    void twoProcessesAtOnceBuildOnce() throws Exception {
        var path = fakeGo("go1.26.0");
        Files.writeString(folder.resolve("hold"), "");
        var one = JavaChild.start(RequiresEtcd.class, folder.toString(), path);
        var two = JavaChild.start(RequiresEtcd.class, folder.toString(), path);
        try (var first = one.inputReader();
                var second = two.inputReader()) {
            var said = new ConcurrentHashMap<String, Boolean>();
            for (var reader : List.of(first, second)) {
                Thread.ofVirtual()
                        .start(() -> reader.lines().forEach(line -> said.put(line, true)));
            }
            Await.until(
                    "one builds and the other waits",
                    Duration.ofSeconds(30),
                    () -> {
                        var all = String.join("\n", said.keySet());
                        return all.contains("event BUILD building")
                                && all.contains("event WAITING another process");
                    });
            Files.delete(folder.resolve("hold"));
            assertThat(one.waitFor(30, TimeUnit.SECONDS) && two.waitFor(30, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(one.exitValue() + two.exitValue()).isZero();
            assertThat(folder.resolve("builds")).hasContent("build");
        } finally {
            one.destroyForcibly();
            two.destroyForcibly();
        }
    }

    @Test
    void everyGoModuleIsCommittedWithItsChecksums() {
        for (var binary : Binary.values()) {
            binary.goModule()
                    .ifPresent(
                            module -> {
                                assertThat(
                                                BinaryStore.class.getResource(
                                                        "go/" + module + "/go.mod"))
                                        .isNotNull();
                                assertThat(
                                                BinaryStore.class.getResource(
                                                        "go/" + module + "/go.sum"))
                                        .isNotNull();
                            });
        }
        assertThat(Binary.KUBECTL.builtTogether()).hasSize(4);
    }

    private BinaryStore store() {
        return store("");
    }

    private BinaryStore store(String path) {
        return new BinaryStore(
                folder,
                events::add,
                new Platform("linux", "amd64"),
                PinnedDigests.read(""),
                publisher::address,
                Map.of("PATH", path));
    }

    /** A go that "builds" etcd and nothing else, and waits while a file named hold is there. */
    private String fakeGo(String version) throws IOException {
        var bin = Files.createDirectories(folder.resolve("fake"));
        var script =
                """
                #!/bin/sh
                case "$1" in
                env) echo %s ;;
                list) printf 'one\\ntwo\\nthree\\n' ;;
                build)
                  case "$*" in *minio*) echo 'no such package'; exit 2 ;; esac
                  echo build >> %s/builds
                  while [ -e %s/hold ]; do sleep 0.05; done
                  echo one; echo two
                  while [ "$1" != -o ]; do shift; done
                  printf built > "$2" ;;
                esac
                """
                        .formatted(version, folder, folder);
        var go = Files.writeString(bin.resolve("go"), script);
        Files.setPosixFilePermissions(go, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin + ":/usr/bin:/bin";
    }
}
