package dev.skerry.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.api.IngestionJobStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users get wrong, and what repositories hold: one clear reason in status, and no retries. */
class BadInputTest {

    private final Skerry skerry = Skerry.running();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | } | Config | there is no repository at file:///",
                "empty | } | Data | is empty: it has no commits",
                "plain | , revision: \"1111111111111111111111111111111111111111\"} | Config | no"
                        + " commit",
                "plain | , subdirectory: nowhere} | Data | spec.repository.subdirectory: there is"
                        + " no folder \"nowhere\"; the repository holds \"app\"",
                "plain | , include: ['*.rs']} | Data | spec.repository.include: \"*.rs\" matches no"
                        + " file",
            })
    void aJobThatCannotWorkFailsOnceAndSaysWhy(
            String repository, String more, String failureClass, String reason) throws Exception {
        var path =
                switch (repository) {
                    case "missing" -> Repository.empty().path.resolve("none");
                    case "empty" -> Repository.empty().path;
                    default -> plain().path;
                };
        var namespace = skerry.namespace("bad");
        skerry.applyJob(namespace, "app", path, more);
        var status = skerry.until(namespace, "app", s -> "Failed".equals(s.phase()));
        assertThat(status.attempts()).hasSize(1);
        assertThat(status.attempts().getLast().failureClass()).isEqualTo(failureClass);
        assertThat(stalled(status)).contains(reason);
        assertThat(status.result()).isNull();
    }

    @Test
    void aGlobThatCanNeverMatchStartsNothing() throws Exception {
        var namespace = skerry.namespace("bad");
        skerry.applyJob(namespace, "app", plain().path, ", include: ['[a']}");
        var status = skerry.until(namespace, "app", s -> "Failed".equals(s.phase()));
        assertThat(status.attempts()).isNullOrEmpty();
        assertThat(status.waitingOn())
                .contains("spec.repository.include: \"[a\" has a bracket without its other one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "git://example.com/a.git | use https:// or ssh://",
                "ext::sh -c touch% /tmp/x | use https:// or ssh://",
                "--upload-pack=touch | use https:// or ssh://",
                "http://example.com/a.git | use https:// or ssh://",
            })
    void aUrlOfAnotherKindIsNotEvenStored(String url, String reason) {
        var namespace = skerry.namespace("refused");
        assertThatThrownBy(() -> apply(namespace, url))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://ann:s3cret@example.com/a.git | holds credentials",
                "ssh://-oProxyCommand=x/a.git | names no host",
            })
    void aUrlThatIsNoPlaceNeverStartsAnything(String url, String reason) {
        var namespace = skerry.namespace("refused");
        try {
            apply(namespace, url);
        } catch (KubernetesClientException refused) {
            assertThat(refused).hasMessageContaining("spec.repository.url");
            return;
        }
        var status = skerry.until(namespace, "app", s -> !stalled(s).isEmpty());
        assertThat(stalled(status)).contains(reason).doesNotContain("s3cret");
    }

    @Test
    void strangeFilesAreFilesLikeAllOthers() throws Exception {
        var repository = plain();
        repository.write("with space/a \"b\" 'c'.py", "import app\n");
        repository.write("new\nline/tab\t.py", "import app\n");
        repository.write("\u00fc/\u6f22.py", "import app\n");
        repository.write("case.py", "");
        repository.write("CASE.py", "");
        repository.write("bom.py", "\uFEFFimport app\r\n");
        repository.write("broken.py", "import app\ndef (:\n");
        repository.write("deep/".repeat(60) + "x.py", "import app\n");
        repository.git("config", "core.quotepath", "off");
        repository.commit("strange");
        var namespace = skerry.namespace("strange");
        skerry.applyJob(namespace, "app", repository.path, "}");
        var status = skerry.untilEnded(namespace, "app");
        assertThat(status.phase()).as(stalled(status)).isEqualTo("Succeeded");
        assertThat(status.result().files()).isEqualTo(9 + 1);
        assertThat(skerry.points(status.result().collection(), "job", "app")).isEqualTo(10);
        assertThat(skerry.points(status.result().collection(), "file_path", "new\nline/tab\t.py"))
                .isEqualTo(1);
    }

    private void apply(String namespace, String url) {
        skerry.apply(
                namespace,
                """
                apiVersion: skerry.dev/v1alpha1
                kind: IngestionJob
                metadata: {name: app}
                spec:
                  repository: {url: "%s"}
                """
                        .formatted(url));
    }

    private static Repository plain() throws IOException {
        var repository = Repository.empty();
        repository.write("app/__init__.py", "");
        repository.write("README.md", "hello\n");
        repository.write("app/a.py", "import app\n");
        repository.commit("first");
        return repository;
    }

    private static String stalled(IngestionJobStatus status) {
        return status == null || status.conditions() == null
                ? ""
                : status.conditions().stream()
                        .filter(c -> c.type().equals("Stalled") && c.status().equals("True"))
                        .map(c -> c.message())
                        .findFirst()
                        .orElse("");
    }
}
