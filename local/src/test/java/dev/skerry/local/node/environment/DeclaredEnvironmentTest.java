package dev.skerry.local.node.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeclaredEnvironmentTest {
    private static final ObjectSource OBJECTS =
            new ObjectSource() {
                @Override
                public Optional<ConfigMap> configMap(String namespace, String name) {
                    return name.equals("settings")
                            ? Optional.of(
                                    new ConfigMapBuilder()
                                            .withData(Map.of("a", "1", "b", "2"))
                                            .build())
                            : Optional.empty();
                }

                @Override
                public Optional<Secret> secret(String namespace, String name) {
                    return Optional.empty();
                }
            };

    private static Map<String, String> resolve(String container) throws ConfigProblem {
        var pod =
                new KubernetesSerialization()
                        .unmarshal(
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {name: p, namespace: ns, annotations: {note: say "hi"}}
                                spec:
                                  containers:
                                  - name: main
                                """
                                        + container.indent(4),
                                Pod.class);
        var fields =
                new DownwardFields("10.244.0.1", "127.0.0.1", Map.of("cpu", Quantity.parse("4")));
        return new DeclaredEnvironment(OBJECTS, fields)
                .resolve(pod, pod.getSpec().getContainers().getFirst(), Map.of("HOST", "api"));
    }

    @Test
    void laterVariablesSeeEarlierOnesAndWinOverSources() throws ConfigProblem {
        assertThat(
                        resolve(
                                """
                                envFrom: [{configMapRef: {name: settings}}, {prefix: X_, configMapRef: {name: settings}}]
                                env: [{name: a, value: own}, {name: c, value: "$(a) $(b) $(d) $(HOST)"}, {name: d, value: late}]
                                """))
                .containsEntry("a", "own")
                .containsEntry("X_b", "2")
                .containsEntry("c", "own 2 $(d) api");
    }

    @Test
    void aLimitThatIsNotSetIsWhatTheNodeHas() throws ConfigProblem {
        assertThat(
                        resolve(
                                """
                                env:
                                - {name: cpus, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                                - {name: millis, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
                                resources: {requests: {cpu: 250m}}
                                """))
                .containsEntry("cpus", "4")
                .containsEntry("millis", "250");
    }

    @Test
    void annotationsAreQuoted() throws ConfigProblem {
        assertThat(
                        resolve(
                                "env: [{name: n, valueFrom: {fieldRef: {fieldPath:"
                                        + " metadata.annotations}}}, {name: one, valueFrom:"
                                        + " {fieldRef: {fieldPath: \"metadata.annotations['note']\"}}}]"))
                .containsEntry("n", "note=\"say \\\"hi\\\"\"")
                .containsEntry("one", "say \"hi\"");
    }

    @Test
    void whatIsMissingIsNamedUnlessItIsOptional() throws ConfigProblem {
        assertThatThrownBy(
                        () ->
                                resolve(
                                        "env: [{name: x, valueFrom: {secretKeyRef: {name: keys,"
                                                + " key: k}}}]"))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("secret \"keys\" not found");
        assertThatThrownBy(
                        () ->
                                resolve(
                                        "env: [{name: x, valueFrom: {configMapKeyRef: {name:"
                                                + " settings, key: zz}}}]"))
                .hasMessage("couldn't find key zz in configmap ns/settings");
        assertThat(
                        resolve(
                                "env: [{name: x, valueFrom: {secretKeyRef: {name: keys, key: k,"
                                        + " optional: true}}}]"))
                .doesNotContainKey("x");
    }
}
