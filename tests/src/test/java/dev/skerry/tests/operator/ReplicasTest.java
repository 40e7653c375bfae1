package dev.skerry.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two operators, as processes, under exactly the shipped roles. */
class ReplicasTest {
    private static final String NAMESPACE = "skerry-system";

    @TempDir Path folder;
    private Installation installation;
    private OperatorProcess a;
    private OperatorProcess b;

    @BeforeEach
    void begin() throws IOException {
        installation = Installation.shared(folder);
        a = start("a", "10.1.2.3");
        b = start("b", "10.1.2.4");
        a.awaitReady();
        b.awaitReady();
        await().atMost(OperatorProcess.PATIENCE).until(() -> a.leads() || b.leads());
    }

    private OperatorProcess start(String name, String address) throws IOException {
        var settings = installation.settings(name + "-" + System.nanoTime());
        settings.putAll(
                Map.of(
                        "SKERRY_LEADERSHIP_LEASE_DURATION", "10s",
                        "SKERRY_LEADERSHIP_RENEW_DEADLINE", "7s",
                        "SKERRY_LEADERSHIP_RETRY_PERIOD", "500ms",
                        "SKERRY_LEADERSHIP_ADDRESS", address));
        return installation.operator(name, List.of(), settings);
    }

    @AfterEach
    void end() throws Exception {
        if (a != null) a.close();
        if (b != null) b.close();
        installation.admin().leases().inNamespace(NAMESPACE).withName("skerry-operator").delete();
        installation.close();
    }

    @Test
    void reportsAreTakenByTheOneThatLeadsAndByItsSuccessorWhenItIsKilled() throws Exception {
        var leader = leader();
        var other = other(leader);
        try (var job = new PlayedJob(installation, "replicas-")) {
            var token = job.token(job.runningPod());
            var seq = new AtomicInteger();
            awaitTaken(job, leader, token, seq, 10);
            var refused = job.report(other, token, seq.incrementAndGet(), 20);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            await().atMost(OperatorProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(endpoint()).containsExactly(address(leader)));

            leader.signal("KILL");
            leader.exitCode();

            awaitTaken(job, other, token, seq, 40);
            await().atMost(OperatorProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(endpoint()).containsExactly(address(other)));
            await().atMost(OperatorProcess.PATIENCE)
                    .until(() -> job.status().progress().percent() == 40);
        }
    }

    @Test
    void aLeaderThatWasHeldUpEndsInsteadOfLeadingBesideItsSuccessor() throws Exception {
        var leader = leader();
        var other = other(leader);
        leader.signal("STOP");
        await().atMost(OperatorProcess.PATIENCE).until(other::leads);

        leader.signal("CONT");

        assertThat(leader.exitCode()).isEqualTo(75);
        assertThat(leader.log().lines().filter(l -> l.contains("leadership.lost"))).hasSize(1);
        assertThat(other.leads()).isTrue();
    }

    @Test
    void aLeaderThatFindsAnotherNameInTheLeaseEnds() throws Exception {
        var leader = leader();
        installation
                .admin()
                .leases()
                .inNamespace(NAMESPACE)
                .withName("skerry-operator")
                .edit(
                        lease ->
                                new LeaseBuilder(lease)
                                        .editSpec()
                                        .withHolderIdentity("thief")
                                        .endSpec()
                                        .build());

        assertThat(leader.exitCode()).isEqualTo(75);
        assertThat(leader.log()).contains("leadership.lost why=\"held by \\\"thief\\\"\" exit=75");
    }

    @Test
    void anOrderlyEndGivesTheLeaseBack() throws Exception {
        var leader = leader();
        leader.signal("TERM");

        assertThat(leader.exitCode()).isEqualTo(143);
        assertThat(leader.log()).contains("lease.released");
        await().atMost(OperatorProcess.PATIENCE).until(other(leader)::leads);
    }

    private OperatorProcess leader() {
        assertThat(a.leads()).as("exactly one leads").isNotEqualTo(b.leads());
        return a.leads() ? a : b;
    }

    private OperatorProcess other(OperatorProcess one) {
        return one == a ? b : a;
    }

    private String address(OperatorProcess one) {
        return one == a ? "10.1.2.3" : "10.1.2.4";
    }

    private List<String> endpoint() {
        var slice =
                installation
                        .admin()
                        .resources(EndpointSlice.class)
                        .inNamespace(NAMESPACE)
                        .withName("skerry-reports-ipv4")
                        .get();
        return slice == null ? List.of() : slice.getEndpoints().getFirst().getAddresses();
    }

    private static void awaitTaken(
            PlayedJob job, OperatorProcess operator, String token, AtomicInteger seq, int percent) {
        await().atMost(OperatorProcess.PATIENCE)
                .until(
                        () ->
                                job.report(operator, token, seq.incrementAndGet(), percent)
                                        .statusCode(),
                        code -> code == 200);
    }
}
