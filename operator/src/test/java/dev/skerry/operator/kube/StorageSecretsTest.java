package dev.skerry.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.skerry.local.controlplane.TestControlPlane;
import dev.skerry.local.played.PlayedNamespace;
import dev.skerry.operator.Logged;
import dev.skerry.operator.OperatorConfig;
import dev.skerry.operator.apiserver.RealServers;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared credentials, with the rights that ship for them in one namespace. */
@QuarkusTest
@QuarkusTestResource(RealServers.class)
class StorageSecretsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String RIGHTS = "k8s/share-credentials.yaml";

    @Inject KubernetesClient operator;

    private KubernetesClient admin;
    private String namespace;

    @BeforeEach
    void begin() throws IOException {
        admin =
                new KubernetesClientBuilder()
                        .withConfig(
                                Config.fromKubeconfig(
                                        TestControlPlane.shared().adminKubeconfig().toFile()))
                        .build();
        namespace = "share-" + Long.toString(System.nanoTime(), 36);
        new PlayedNamespace(admin, namespace);
        grant(namespace);
        await("the policies are at work")
                .atMost(PATIENCE)
                .until(() -> code(secret(namespace, "other").build()) == 403);
    }

    @AfterEach
    void end() {
        admin.close();
    }

    @Test
    void whereTheRightsAreThereTheKeysAreWrittenAndFollowTheSettings() {
        sharing("first").ensure(namespace);
        assertThat(key()).isEqualTo("first");
        sharing("second").ensure(namespace);
        assertThat(key()).isEqualTo("second");
    }

    @Test
    void thatKeysAreSharedIsSaidAtTheStart() {
        try (var log = Logged.by(StorageSecrets.class)) {
            sharing("first").warn(new StartupEvent());
            assertThat(log.texts())
                    .singleElement()
                    .asString()
                    .startsWith("credentials.shared secret=skerry-storage ");
        }
    }

    @Test
    void aSecretOfTheNamespacesOwnIsLeftAlone() {
        admin.resource(secret(namespace, "skerry-storage").withType("Opaque").build()).create();
        sharing("ours").ensure(namespace);
        assertThat(key()).isEqualTo("theirs");

        var theirs = operator.secrets().inNamespace(namespace).withName("skerry-storage");
        assertThat(
                        catchThrowableOfType(
                                KubernetesClientException.class,
                                () ->
                                        theirs.edit(
                                                s ->
                                                        new SecretBuilder(s)
                                                                .withData(Map.of())
                                                                .build())))
                .hasMessageContaining("only what carries label");
    }

    @Test
    void inOtherNamespacesThereIsNoRight() {
        var other = "other-" + Long.toString(System.nanoTime(), 36);
        new PlayedNamespace(admin, other);
        assertThat(
                        catchThrowableOfType(
                                KubernetesClientException.class,
                                () -> sharing("first").ensure(other)))
                .hasMessageContaining("cannot create resource \"secrets\"");
        assertThat(admin.secrets().inNamespace(other).list().getItems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "skerry-storage, kubernetes.io/service-account-token, AWS_ACCESS_KEY_ID, of type Opaque only",
        "skerry-storage, bootstrap.kubernetes.io/token, AWS_ACCESS_KEY_ID, of type Opaque only",
        "skerry-storage, example.org/any, AWS_ACCESS_KEY_ID, of type Opaque only",
        "skerry-storage, Opaque, token, the keys of object storage and vector store",
        "prod-db, Opaque, AWS_ACCESS_KEY_ID, and no other",
    })
    void noOtherSecretIsMade(String name, String type, String key, String refused) {
        var secret =
                secret(namespace, name)
                        .withType(type)
                        .withStringData(Map.of(key, "x"))
                        .editMetadata()
                        .addToLabels(Names.MANAGED_BY, Names.OURS)
                        .addToAnnotations("kubernetes.io/service-account.name", "default")
                        .endMetadata()
                        .build();
        assertThat(refusal(secret)).hasMessageContaining(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "kube-public", "kube-node-lease", "skerry-system"})
    void noSecretIsMadeInNamespacesOfTheSystemWhateverTheirRolesSay(String system) {
        grant(system);
        try {
            await("the role is known there")
                    .atMost(PATIENCE)
                    .until(() -> !refusal(ours(system)).getMessage().contains("cannot create"));
            assertThat(refusal(ours(system)))
                    .hasMessageContaining("makes nothing in system namespaces");
        } finally {
            rights(system, false);
        }
    }

    private Secret ours(String namespace) {
        return secret(namespace, "skerry-storage")
                .editMetadata()
                .addToLabels(Names.MANAGED_BY, Names.OURS)
                .endMetadata()
                .build();
    }

    private static SecretBuilder secret(String namespace, String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withStringData(Map.of("AWS_ACCESS_KEY_ID", "theirs"));
    }

    private KubernetesClientException refusal(Secret secret) {
        return catchThrowableOfType(
                KubernetesClientException.class, () -> operator.resource(secret).dryRun().create());
    }

    private int code(Secret secret) {
        var refusal = refusal(secret);
        return refusal == null ? 200 : refusal.getCode();
    }

    private String key() {
        var data =
                admin.secrets().inNamespace(namespace).withName("skerry-storage").get().getData();
        return new String(
                Base64.getDecoder().decode(data.get("AWS_ACCESS_KEY_ID")), StandardCharsets.UTF_8);
    }

    /** As {@code kubectl apply -n NAMESPACE -f} does. */
    private void grant(String namespace) {
        rights(namespace, true);
    }

    private void rights(String namespace, boolean given) {
        try (var yaml = new FileInputStream(RIGHTS)) {
            var objects = admin.load(yaml).inNamespace(namespace);
            if (given) objects.serverSideApply();
            else objects.delete();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StorageSecrets sharing(String accessKey) {
        var config =
                new SmallRyeConfigBuilder()
                        .withMapping(OperatorConfig.class)
                        .addDefaultInterceptors()
                        .addDiscoveredConverters()
                        .withDefaultValues(
                                Map.of(
                                        "skerry.storage.endpoint", "https://s3.example.org",
                                        "skerry.storage.access-key", accessKey,
                                        "skerry.storage.secret-key", "secret",
                                        "skerry.storage.share-credentials", "true",
                                        "skerry.vectors.url", "https://qdrant.example.org",
                                        "skerry.vectors.api-key", "key",
                                        "skerry.report.url", "https://reports.example.org",
                                        "skerry.report.ca-file", "/ca.pem"))
                        .build();
        return new StorageSecrets(operator, config.getConfigMapping(OperatorConfig.class));
    }
}
