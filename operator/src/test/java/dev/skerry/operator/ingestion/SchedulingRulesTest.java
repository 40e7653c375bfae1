package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.skerry.api.Scheduling;
import dev.skerry.operator.workload.SchedulingRules;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingRulesTest {
    private static final SchedulingRules LISTED =
            new SchedulingRules(
                    Optional.of(Set.of("low", "batch")),
                    Optional.of(Set.of()),
                    Optional.of(Set.of("robot")),
                    Optional.of(Set.of("disk")),
                    Optional.of(Set.of("gpu")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{priorityClassName: system-node-critical} | spec.scheduling.priorityClassName: \"system-node-critical\" is not allowed here; leave it out, or ask who runs this installation",
                "{priorityClassName: system-cluster-critical} | spec.scheduling.priorityClassName: \"system-cluster-critical\" is not allowed here; leave it out, or ask who runs this installation",
                "{tolerations: [{operator: Exists}]} | spec.scheduling.tolerations: a toleration of every taint is not allowed; name the key of one",
                "{tolerations: [{operator: Exists, key: \"\"}]} | spec.scheduling.tolerations: a toleration of every taint is not allowed; name the key of one",
                "{tolerations: [{operator: Exists, key: node-role.kubernetes.io/control-plane}]} | spec.scheduling.tolerations: \"node-role.kubernetes.io/control-plane\" is not allowed here; leave it out, or ask who runs this installation",
                "{tolerations: [{operator: Exists, key: node.kubernetes.io/unreachable}]} | spec.scheduling.tolerations: \"node.kubernetes.io/unreachable\" is not allowed here; leave it out, or ask who runs this installation"
            })
    void whatIsKubernetesOwnIsRefusedWhereNothingIsListed(String scheduling, String problem)
            throws JsonProcessingException {
        assertThat(Installed.RULES.problems(read(scheduling))).containsExactly(problem);
    }

    @Test
    void everythingElseIsAllowedWhereNothingIsListed() throws JsonProcessingException {
        assertThat(
                        Installed.RULES.problems(
                                read(
                                        "{priorityClassName: high, runtimeClassName: gvisor, serviceAccountName: robot, nodeSelector: {disk: ssd}, tolerations: [{key: gpu, operator: Exists}, {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 30}]}")))
                .isEmpty();
        assertThat(Installed.RULES.problems(null)).isEmpty();
    }

    @Test
    void onlyWhatIsListedIsAllowed() throws JsonProcessingException {
        assertThat(
                        LISTED.problems(
                                read(
                                        "{priorityClassName: low, serviceAccountName: robot, nodeSelector: {disk: ssd}, tolerations: [{key: gpu, operator: Exists}]}")))
                .isEmpty();
        assertThat(
                        LISTED.problems(
                                read(
                                        "{priorityClassName: high, runtimeClassName: gvisor, serviceAccountName: default, nodeSelector: {zone: a}, tolerations: [{key: spot, operator: Exists}]}")))
                .hasSize(5)
                .contains(
                        "spec.scheduling.priorityClassName: \"high\" is not allowed here; use one of batch, low");
    }

    private static Scheduling read(String yaml) throws JsonProcessingException {
        return new ObjectMapper(new YAMLFactory()).readValue(yaml, Scheduling.class);
    }
}
