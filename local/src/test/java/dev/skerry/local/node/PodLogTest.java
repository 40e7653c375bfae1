package dev.skerry.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodLogTest {
    @TempDir static Path folder;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(folder).start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static PodResource pod(String name) {
        return node.client().pods().inNamespace(node.namespace()).withName(name);
    }

    private static void run(String name, String script) {
        node.run(
                name,
                "restartPolicy: Never\ncontainers: [{name: main, image: any, command: [sh, -c, '"
                        + script
                        + "']}]");
    }

    @Test
    void bothOutputsAreInTheLog() {
        run("talks", "echo out; echo err >&2; printf open");
        assertThat(pod("talks").getLog()).contains("out\n").contains("err\n").contains("open");
    }

    @Test
    void theLastLinesCanBeAskedForWithTheirTimes() {
        run("counts", "for i in 1 2 3 4 5; do echo line $i; done");
        assertThat(pod("counts").tailingLines(2).getLog()).isEqualTo("line 4\nline 5\n");
        assertThat(pod("counts").usingTimestamps().tailingLines(1).getLog())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z line 5\n");
        assertThat(pod("counts").limitBytes(8).getLog()).isEqualTo("line 1\nl");
        assertThat(pod("counts").sinceTime("2999-01-01T00:00:00Z").getLog()).isEmpty();
    }

    @Test
    void aLogIsFollowedUntilItsContainerEnds() throws Exception {
        node.create(
                "slow",
                "restartPolicy: Never\ncontainers: [{name: main, image: any, command: [sh, -c, 'echo first; read line < \"$0\"; echo $line', /work/pipe], volumeMounts: [{name: work, mountPath: /work}]}]\ninitContainers: [{name: make, image: any, command: [mkfifo, /work/pipe], volumeMounts: [{name: work, mountPath: /work}]}]\nvolumes: [{name: work, emptyDir: {}}]");
        var created = node.awaitPhase("slow", "Running");
        try (var watch = pod("slow").watchLog();
                var lines =
                        new BufferedReader(
                                new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("first");
            var pipe =
                    folder.resolve("state/pods")
                            .resolve(created.getMetadata().getUid())
                            .resolve("volumes/work/pipe");
            Files.writeString(pipe, "second\n", StandardOpenOption.WRITE);
            assertThat(lines.readLine()).isEqualTo("second");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void theLogOfTheRunBeforeCanBeAskedFor() {
        node.create(
                "again",
                """
                containers:
                - name: main
                  image: any
                  command: [sh, -c, 'if [ -e "$0" ]; then echo run two; sleep 60; else touch "$0"; echo run one; exit 1; fi', /work/mark]
                  volumeMounts: [{name: work, mountPath: /work}]
                volumes: [{name: work, emptyDir: {}}]
                """);
        node.await(
                "again",
                p ->
                        p.getStatus().getContainerStatuses().stream()
                                .anyMatch(
                                        s ->
                                                s.getRestartCount() == 1
                                                        && s.getState().getRunning() != null));
        assertThat(pod("again").terminated().getLog()).isEqualTo("run one\n");
        node.client()
                .pods()
                .inNamespace(node.namespace())
                .withName("again")
                .withGracePeriod(0)
                .delete();
    }

    @Test
    void whatAProcessNodeDoesNotDoIsRefusedInOneSentence() throws Exception {
        var answer = ask("kube-apiserver-kubelet-client", "/exec/ns/pod/main?command=sh");
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).contains("does not do exec, attach or port-forward");
        assertThat(ask("kube-apiserver-kubelet-client", "/healthz").body()).isEqualTo("ok\n");
    }

    @Test
    void onlyTheApiServerIsLetIn() throws Exception {
        assertThat(ask("somebody", "/healthz").statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> send(new KeyManager[0], "/healthz"))
                .isInstanceOf(IOException.class);
    }

    private static HttpResponse<String> ask(String user, String path) throws Exception {
        var credential = TestNode.plane().ca().client("test-" + user, user, List.of());
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "me", credential.privateKey(), new char[0], new Certificate[] {credential.x509()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        return send(keys.getKeyManagers(), path);
    }

    private static HttpResponse<String> send(KeyManager[] keys, String path) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", TestNode.plane().ca().x509());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        var request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + node.port() + path))
                        .build();
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
