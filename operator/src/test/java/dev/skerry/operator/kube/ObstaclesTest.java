package dev.skerry.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One sentence for each cause, from the very words of scheduler, kubelet and API server 1.34. */
class ObstaclesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            0/3 nodes are available: 3 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod. | 0 of 3 nodes have 1 free nvidia.com/gpu
            0/3 nodes are available: 1 Insufficient memory, 2 Insufficient nvidia.com/gpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling. | 0 of 3 nodes have 1Gi free memory and 1 free nvidia.com/gpu
            0/4 nodes are available: 1 node(s) had untolerated taint {gpu: yes}, 3 Insufficient nvidia.com/gpu. preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod. | 0 of 4 nodes have 1 free nvidia.com/gpu (1 have a taint it does not tolerate {gpu: yes})
            0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling. | 0 of 2 nodes suit its pod: 2 do not match its node selector or affinity
            0/2 nodes are available: 1 node(s) were unschedulable, 1 Too many pods. preemption: not eligible due to preemptionPolicy=Never. | 0 of 2 nodes suit its pod: 1 are cordoned; 1 have as many pods as they may
            no nodes available to schedule pods | a node: the cluster has none
            running "X" filter plugin: timeout | a node: running "X" filter plugin: timeout
            """)
    void theSchedulersVerdictCountsNodes(String message, String sentence) {
        assertThat(Obstacles.of(unscheduled("Unschedulable", message, null))).contains(sentence);
    }

    @Test
    void preemptionUnderWayWaitsForTheOthersToLeave() {
        assertThat(Obstacles.of(unscheduled("Unschedulable", "0/1 nodes are available: x", "n1")))
                .contains("pods of lower priority to leave node n1");
    }

    @Test
    void gatesOfSomebodyElseAreNamed() {
        assertThat(Obstacles.of(unscheduled("SchedulingGated", "waiting for gates", null)))
                .contains("the scheduling gates of pod flask-x to be removed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ImagePullBackOff | Back-off pulling image "ghost:1": ErrImagePull: failed to pull and unpack image "docker.io/library/ghost:1": failed to resolve reference "docker.io/library/ghost:1": docker.io/library/ghost:1: not found | image ghost:1 cannot be pulled: not found
            ErrImagePull | rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/ghost:1": failed to resolve reference "docker.io/library/ghost:1": docker.io/library/ghost:1: not found | image ghost:1 cannot be pulled: not found
            ImagePullBackOff | Back-off pulling image "ghost:1" | image ghost:1 cannot be pulled
            ErrImagePull | failed to resolve reference "example.org/ghost:1": failed to authorize: failed to fetch anonymous token: 401 Unauthorized | image ghost:1 cannot be pulled: 401 Unauthorized; name a Secret in spec.scheduling.imagePullSecrets
            InvalidImageName | Failed to apply default image tag "Ghost:1": couldn't parse image name "Ghost:1": invalid reference format | image ghost:1 cannot be pulled: invalid reference format
            ErrImageNeverPull | Container image "ghost:1" is not present with pull policy of Never | image ghost:1 is not on the node and is never pulled
            CreateContainerConfigError | secret "skerry-storage" not found | Secret team-a/skerry-storage does not exist
            CreateContainerConfigError | couldn't find key AWS_ACCESS_KEY_ID in Secret team-a/skerry-storage | Secret team-a/skerry-storage has no key AWS_ACCESS_KEY_ID
            CreateContainerConfigError | configmap "flask-ij-r1-a1" not found | ConfigMap team-a/flask-ij-r1-a1 does not exist
            CreateContainerError | runc create failed | the pod to start: CreateContainerError: runc create failed
            """)
    void theKubeletsReasonBecomesASentence(String reason, String message, String sentence) {
        assertThat(Obstacles.of(waiting(reason, message))).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            MountVolume.SetUp failed for volume "git" : secret "git-token" not found | Secret team-a/git-token does not exist
            MountVolume.SetUp failed for volume "git" : references non-existent secret key: password | Secret team-a/git-token has no key password
            secret "git-token" has no key "password" | Secret team-a/git-token has no key password
            MountVolume.SetUp failed for volume "config" : configmap "flask-ij-r1-a1" not found | ConfigMap team-a/flask-ij-r1-a1 does not exist
            Error creating: pods "flask-ij-r1-a1-" is forbidden: exceeded quota: compute, requested: requests.cpu=500m, used: requests.cpu=2, limited: requests.cpu=2 | quota compute of namespace team-a: requests.cpu=500m wanted, requests.cpu=2 of requests.cpu=2 used
            Error creating: pods "flask-ij-r1-a1-x" is forbidden: failed quota: compute: must specify limits.cpu for: trainer | quota compute of namespace team-a demands limits.cpu; set it in spec.resources
            Error creating: pods "flask-ij-r1-a1-x" is forbidden: no PriorityClass with name high was found | PriorityClass high does not exist
            Error creating: pods "flask-ij-r1-a1-x" is forbidden: error looking up service account team-a/robot: serviceaccount "robot" not found | ServiceAccount team-a/robot does not exist
            Error creating: pods "flask-ij-r1-a1-x" is forbidden: violates PodSecurity "restricted:latest": x | its pod is refused: violates PodSecurity "restricted:latest": x
            """)
    void eventsSayWhatStatusDoesNot(String message, String sentence) {
        assertThat(Obstacles.told(message, "team-a", Optional.of(pod().build())))
                .isEqualTo(sentence);
    }

    @Test
    void aPodThatIsBeingBroughtUpHasNoObstacle() {
        assertThat(Obstacles.of(waiting("ContainerCreating", null))).isEmpty();
        assertThat(Obstacles.of(pod().build())).isEmpty();
    }

    private static Pod unscheduled(String reason, String message, String nominated) {
        return pod().withNewStatus()
                .withPhase("Pending")
                .withNominatedNodeName(nominated)
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod waiting(String reason, String message) {
        return pod().withNewStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withName("trainer")
                .withState(new ContainerStateBuilder().withNewWaiting(message, reason).build())
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private static PodBuilder pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName("flask-x")
                .withNamespace("team-a")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("trainer")
                .withImage("ghost:1")
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("500m"), "memory", new Quantity("1Gi")))
                .withLimits(Map.of("nvidia.com/gpu", new Quantity("1")))
                .endResources()
                .endContainer()
                .addNewVolume()
                .withName("git")
                .withNewProjected()
                .addNewSource()
                .withNewSecret()
                .withName("git-token")
                .endSecret()
                .endSource()
                .endProjected()
                .endVolume()
                .endSpec();
    }
}
