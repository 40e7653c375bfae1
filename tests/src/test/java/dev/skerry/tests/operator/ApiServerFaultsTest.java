package dev.skerry.tests.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skerry.api.IngestionJob;
import dev.skerry.local.played.PlayedNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real API server does not do on demand, at chosen moments of an attempt, to the built
 * operator: nothing is lost, nothing doubled, and status is true at the end.
 */
class ApiServerFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** More than one answer of the API server holds where a cache is filled. */
    private static final int NEIGHBOURS = 205;

    private static final String NEIGHBOUR =
            """
            apiVersion: skerry.dev/v1alpha1
            kind: IngestionJob
            metadata: {name: neighbour-%d}
            spec: {managedBy: example.org/other, repository: {url: "https://git.example.org/a.git"}}
            """;

    @TempDir static Path folder;
    private static Installation installation;
    private static FaultyApi api;
    private static OperatorProcess unlucky;
    private static OperatorProcess operator;

    private PlayedJob job;

    @BeforeAll
    static void start() throws Exception {
        installation = Installation.shared(folder);
        neighbours();
        var settings = installation.settings("faults-" + System.nanoTime());
        api = new FaultyApi(Path.of(settings.get("KUBECONFIG")));
        settings.put("KUBECONFIG", api.kubeconfig(folder).toString());
        // the client's own tries are few, so that it is the operator that meets the faults
        settings.put("QUARKUS_KUBERNETES_CLIENT_REQUEST_RETRY_BACKOFF_LIMIT", "1");
        settings.put("QUARKUS_KUBERNETES_CLIENT_REQUEST_TIMEOUT", "1S");
        settings.put("SKERRY_REPORT_MIN_INTERVAL", "1s");
        settings.put("SKERRY_REPORT_INTERVAL", "1s");
        // a busy machine is no fault of the API server
        settings.put("SKERRY_LEADERSHIP_LEASE_DURATION", "60s");
        settings.put("SKERRY_LEADERSHIP_RENEW_DEADLINE", "45s");

        api.next(1, call -> call.target().contains("continue="), gone());
        unlucky = installation.operator("unlucky", List.of(), settings);
        unlucky.exitCode();
        operator = installation.operator("operator", List.of(), settings);
        operator.awaitReady();
        await().atMost(PATIENCE).until(operator::leads);
        begun = beginAll();
    }

    /** Jobs that another controller manages: they fill lists and nobody touches them. */
    private static void neighbours() throws Exception {
        var namespace =
                new PlayedNamespace(
                        installation.admin(), "many-" + Long.toString(System.nanoTime(), 36));
        try (var threads = Executors.newFixedThreadPool(16)) {
            var applied = new ArrayList<Callable<Object>>();
            for (int i = 0; i < NEIGHBOURS; i++) {
                var yaml = NEIGHBOUR.formatted(i);
                applied.add(Executors.callable(() -> namespace.apply(yaml)));
            }
            for (var done : threads.invokeAll(applied)) done.get();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (unlucky != null) unlucky.close();
        if (operator != null) operator.close();
        if (api != null) api.close();
        installation.admin().resources(IngestionJob.class).inAnyNamespace().delete();
        installation.admin().leases().inNamespace("skerry-system").delete();
        installation.close();
    }

    @AfterEach
    void end() {
        if (job != null) job.close();
    }

    @Test
    void aPageThatExpiresWhileTheCachesAreFilledEndsTheProcessInOneLineAndTheNextOneLeads()
            throws Exception {
        assertThat(unlucky.exitCode()).isEqualTo(70);
        assertThat(unlucky.log().lines().filter(l -> l.contains("leadership.failed"))).hasSize(1);
        assertThat(operator.leads()).isTrue();
    }

    @Test
    void aPageThatExpiresWhileACacheIsFilledAgain() throws Exception {
        var broken = api.next(1, watch("ingestionjobs"), new Fault.GoneWatch());
        var expired = api.next(2, call -> call.target().contains("continue="), gone());
        api.breakWatches(watch("ingestionjobs"));
        await().atMost(PATIENCE).until(() -> broken.times() == 1);
        begins();
        ends(runs());
        await().atMost(PATIENCE).until(() -> expired.times() == 2);
    }

    /** Seven attempts that begin at the same time, each with a fault of its own. */
    private static List<Begun> begun = List.of();

    private record Begun(Named<PlayedJob> job, int times, FaultyApi.Met met) {
        static Begun with(String purpose, int times, Predicate<ApiCall> concerns, Fault fault) {
            Predicate<ApiCall> its = call -> call.target().contains("/namespaces/" + purpose);
            var met = api.next(times, its.and(concerns), fault);
            return new Begun(Named.of(purpose, new PlayedJob(installation, purpose)), times, met);
        }
    }

    private static List<Begun> beginAll() {
        var pause = new Fault.Answer(429, "TooManyRequests", Map.of("Retry-After", "1"));
        return List.of(
                Begun.with("conflicts-", 3, is("PATCH", "/status"), answer(409, "Conflict")),
                Begun.with("said-to-exist-", 1, is("POST", "/jobs"), answer(409, "AlreadyExists")),
                Begun.with("too-many-requests-", 3, call -> true, pause),
                Begun.with("internal-errors-", 3, call -> true, answer(500, "InternalError")),
                Begun.with("lost-status-", 1, is("PATCH", "/status"), new Fault.LostAnswer()),
                Begun.with(
                        "lost-config-map-", 1, is("POST", "/configmaps"), new Fault.LostAnswer()),
                Begun.with("lost-job-", 1, is("POST", "/jobs"), new Fault.LostAnswer()));
    }

    static Stream<Arguments> requests() {
        return begun.stream().map(b -> Arguments.of(b.job(), b.times(), b.met()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whateverBecomesOfRequests(PlayedJob begunBefore, int times, FaultyApi.Met met)
            throws Exception {
        job = begunBefore;
        ends(runs());
        assertThat(met.times()).isEqualTo(times);
    }

    @Test
    void aVersionThatIsTooOldToWatchFrom() throws Exception {
        begins();
        var pod = runs();
        await().atMost(PATIENCE).until(() -> api.openWatches() == 3);
        var met = api.next(3, ApiCall::isWatch, new Fault.GoneWatch());
        api.breakWatches(ApiCall::isWatch);
        ends(pod);
        assertThat(met.times()).isEqualTo(3);
    }

    @Test
    void watchesThatBreakWhileAPodEndsAndStayAwayForAWhile() throws Exception {
        begins();
        var pod = runs();
        await().atMost(PATIENCE).until(() -> api.openWatches() == 3);
        var met = api.next(6, ApiCall::isWatch, answer(503, "ServiceUnavailable"));
        api.breakWatches(ApiCall::isWatch);
        ends(pod);
        assertThat(met.times()).isEqualTo(6);
    }

    @Test
    void watchesThatFallSilentWhileAPodEnds() throws Exception {
        begins();
        var pod = runs();
        await().atMost(PATIENCE).until(() -> api.openWatches() == 3);
        api.silenceWatches();
        reportsItsResult(pod);
        job.ends(pod);
        await().atMost(PATIENCE).until(() -> job.status().result() != null);
        assertThat(job.status().phase()).isEqualTo("Running");
        api.breakWatches(ApiCall::isWatch);
        isTrueAtTheEnd();
    }

    private void begins() {
        job = new PlayedJob(installation, "faults-");
    }

    private Pod runs() {
        var pod = job.runningPod();
        var uid = pod.getMetadata().getUid();
        await().atMost(PATIENCE)
                .until(
                        () -> job.status().attempts(),
                        a -> a != null && uid.equals(a.getLast().podUid()));
        return pod;
    }

    private void ends(Pod pod) throws Exception {
        reportsItsResult(pod);
        job.ends(pod);
        isTrueAtTheEnd();
    }

    private void reportsItsResult(Pod pod) {
        var token = job.token(pod);
        int[] seq = {0};
        await().atMost(PATIENCE)
                .until(
                        () -> job.reportResult(operator, pod, token, ++seq[0]).statusCode(),
                        code -> code == 200);
    }

    private void isTrueAtTheEnd() {
        await().atMost(PATIENCE).until(() -> "Succeeded".equals(job.status().phase()));
        assertThat(job.children()).containsExactly("flask-ij-r1-a1");
        assertThat(job.status().attempts())
                .singleElement()
                .satisfies(
                        attempt -> {
                            assertThat(attempt.number()).isEqualTo(1);
                            assertThat(attempt.endedAt()).isNotNull();
                            assertThat(attempt.failureClass()).isNull();
                        });
        assertThat(job.status().result().files()).isEqualTo(83);
    }

    private static Predicate<ApiCall> is(String method, String path) {
        return call ->
                call.method().equals(method) && call.target().split("\\?", -1)[0].endsWith(path);
    }

    private static Predicate<ApiCall> watch(String plural) {
        return call -> call.isWatch() && call.target().contains("/" + plural);
    }

    private static Fault gone() {
        return answer(410, "Expired");
    }

    private static Fault answer(int code, String reason) {
        return new Fault.Answer(code, reason, Map.of());
    }
}
