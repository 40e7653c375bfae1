package dev.skerry.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.AppArmorProfileBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SELinuxOptionsBuilder;
import io.fabric8.kubernetes.api.model.SysctlBuilder;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.List;
import java.util.function.Consumer;

/** Ways in which a pod may get more than an attempt's pod has, and what each is refused with. */
enum PodTrick {
    MOUNTED_TOKEN("get no token", p -> p.setAutomountServiceAccountToken(true)),
    MOUNTED_TOKEN_BY_DEFAULT("get no token", p -> p.setAutomountServiceAccountToken(null)),
    TOKEN_FOR_THE_API_SERVER("the one token", p -> tokenFor(p, null, 3600L)),
    TOKEN_FOR_SOMEBODY_ELSE("the one token", p -> tokenFor(p, "vault", 3600L)),
    TOKEN_FOR_A_YEAR("the one token", p -> tokenFor(p, "skerry", 31_536_000L)),
    FILES_OF_THE_NODE(
            "volumes in pods",
            p ->
                    p.getVolumes()
                            .add(
                                    new VolumeBuilder()
                                            .withName("trick")
                                            .withNewHostPath()
                                            .withPath("/")
                                            .endHostPath()
                                            .build())),
    ANY_SECRET_AS_A_VOLUME(
            "volumes in pods",
            p ->
                    p.getVolumes()
                            .add(
                                    new VolumeBuilder()
                                            .withName("trick")
                                            .withNewSecret()
                                            .withSecretName("prod-db")
                                            .endSecret()
                                            .build())),
    ANY_SECRET_AS_A_PROJECTION("files of Secrets", p -> secret(p, null)),
    ANY_KEY_OF_A_SECRET("files of Secrets", p -> secret(p, "token")),
    THE_DOWNWARD_API_AS_A_PROJECTION(
            "files of Secrets",
            p -> project(p, new VolumeProjectionBuilder().withNewDownwardAPI().endDownwardAPI())),
    ANY_SECRET_AS_VARIABLES(
            "variables in pods",
            p ->
                    first(p).getEnvFrom()
                            .add(
                                    new EnvFromSourceBuilder()
                                            .withNewSecretRef("prod-db", false)
                                            .build())),
    ANY_SECRET_AS_A_VARIABLE(
            "variables in pods",
            p ->
                    first(p).getEnv()
                            .add(
                                    new EnvVarBuilder()
                                            .withName("X")
                                            .withNewValueFrom()
                                            .withNewSecretKeyRef("token", "prod-db", false)
                                            .endValueFrom()
                                            .build())),
    NETWORK_OF_THE_NODE("share nothing", p -> p.setHostNetwork(true)),
    PROCESSES_OF_THE_NODE("share nothing", p -> p.setHostPID(true)),
    MEMORY_OF_THE_NODE("share nothing", p -> p.setHostIPC(true)),
    PORT_OF_THE_NODE(
            "share nothing",
            p ->
                    first(p).getPorts()
                            .add(
                                    new ContainerPortBuilder()
                                            .withContainerPort(80)
                                            .withHostPort(80)
                                            .build())),
    A_CHOSEN_NODE("share nothing", p -> p.setNodeName("control-plane")),
    ROOT_BY_DEFAULT("restricted", p -> p.getSecurityContext().setRunAsNonRoot(null)),
    ROOT("restricted", p -> p.getSecurityContext().setRunAsUser(0L)),
    ROOT_IN_A_CONTAINER("restricted", p -> first(p).getSecurityContext().setRunAsNonRoot(false)),
    EVERY_SYSTEM_CALL(
            "restricted", p -> p.getSecurityContext().getSeccompProfile().setType("Unconfined")),
    /** This API server lets nobody have that, and says so first. */
    PRIVILEGED(
            "disallowed by cluster policy",
            p -> {
                first(p).getSecurityContext().setAllowPrivilegeEscalation(true);
                first(p).getSecurityContext().setPrivileged(true);
            }),
    ESCALATION("restricted", p -> first(p).getSecurityContext().setAllowPrivilegeEscalation(true)),
    ESCALATION_BY_DEFAULT(
            "restricted", p -> first(p).getSecurityContext().setAllowPrivilegeEscalation(null)),
    A_CAPABILITY(
            "restricted",
            p -> first(p).getSecurityContext().getCapabilities().setAdd(List.of("SYS_ADMIN"))),
    CAPABILITIES_BY_DEFAULT("restricted", p -> first(p).getSecurityContext().setCapabilities(null)),
    WITHOUT_APPARMOR(
            "AppArmor and SELinux",
            p ->
                    p.getSecurityContext()
                            .setAppArmorProfile(
                                    new AppArmorProfileBuilder().withType("Unconfined").build())),
    ANOTHER_SELINUX_ROLE(
            "AppArmor and SELinux",
            p ->
                    first(p).getSecurityContext()
                            .setSeLinuxOptions(
                                    new SELinuxOptionsBuilder().withType("spc_t").build())),
    SETTINGS_OF_THE_KERNEL(
            "AppArmor and SELinux",
            p ->
                    p.getSecurityContext()
                            .setSysctls(
                                    List.of(
                                            new SysctlBuilder()
                                                    .withName("kernel.msgmax")
                                                    .withValue("1")
                                                    .build()))),
    A_FREE_SECOND_CONTAINER(
            "restricted",
            p ->
                    p.getContainers()
                            .add(new ContainerBuilder().withName("trick").withImage("x").build())),

    A_FREE_CONTAINER_BEFORE_IT(
            "restricted",
            p ->
                    p.getInitContainers()
                            .add(new ContainerBuilder().withName("trick").withImage("x").build())),
    PRIORITY_OF_THE_SYSTEM("no priority", p -> p.setPriorityClassName("system-node-critical")),
    EVERY_TAINT(
            "no priority",
            p -> p.getTolerations().add(new TolerationBuilder().withOperator("Exists").build()));

    private final String refused;
    private final Consumer<PodSpec> change;

    PodTrick(String refused, Consumer<PodSpec> change) {
        this.refused = refused;
        this.change = change;
    }

    Consumer<PodSpec> change() {
        return change;
    }

    void isToldIn(String refusal) {
        assertThat(refusal).as(name()).contains(refused);
    }

    private static Container first(PodSpec pod) {
        return pod.getContainers().getFirst();
    }

    private static void tokenFor(PodSpec pod, String audience, Long seconds) {
        project(
                pod,
                new VolumeProjectionBuilder()
                        .withNewServiceAccountToken(audience, seconds, "trick"));
    }

    private static void secret(PodSpec pod, String key) {
        var secret = new VolumeProjectionBuilder().withNewSecret().withName("prod-db");
        if (key != null) secret.addNewItem(key, null, key);
        project(pod, secret.endSecret());
    }

    private static void project(PodSpec pod, VolumeProjectionBuilder source) {
        pod.getVolumes()
                .add(
                        new VolumeBuilder()
                                .withName("trick")
                                .withNewProjected()
                                .withSources(source.build())
                                .endProjected()
                                .build());
    }
}
