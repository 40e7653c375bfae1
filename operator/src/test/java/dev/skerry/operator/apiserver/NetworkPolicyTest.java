package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealServers.class)
class NetworkPolicyTest extends SceneTest {

    NetworkPolicyTest() {
        super("network");
    }

    @Test
    void theShippedPolicyLetsReportsOfAttemptsThroughAndNothingElseToTheirPort()
            throws IOException {
        var rules = policy().getSpec().getIngress();
        var reports = rules.stream().filter(r -> ports(r).contains(8443));
        assertThat(reports)
                .singleElement()
                .satisfies(
                        rule -> {
                            assertThat(ports(rule)).hasSize(1);
                            assertThat(rule.getFrom())
                                    .singleElement()
                                    .satisfies(
                                            from -> {
                                                var wanted = from.getPodSelector();
                                                assertThat(labelsOfAnAttempt())
                                                        .containsAllEntriesOf(
                                                                wanted.getMatchLabels())
                                                        .containsKeys(
                                                                wanted
                                                                        .getMatchExpressions()
                                                                        .stream()
                                                                        .map(e -> e.getKey())
                                                                        .toArray(String[]::new));
                                            });
                        });
        assertThat(rules)
                .allSatisfy(
                        rule -> {
                            assertThat(rule.getFrom()).as("who").isNotEmpty();
                            assertThat(rule.getPorts()).as("where").isNotEmpty();
                        });
    }

    /** As the API server took it, every field of it known there. */
    private NetworkPolicy policy() throws IOException {
        try (var yaml = Files.newInputStream(Path.of("k8s/network-policy.yaml"))) {
            var taken = scene.admin.load(yaml).serverSideApply();
            return (NetworkPolicy) taken.getFirst();
        }
    }

    private Map<String, String> labelsOfAnAttempt() {
        scene.applyJob("flask", SPEC);
        return scene.child("flask-ij-r1-a1").getSpec().getTemplate().getMetadata().getLabels();
    }

    private static List<Integer> ports(NetworkPolicyIngressRule rule) {
        return rule.getPorts().stream()
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getIntVal())
                .toList();
    }
}
