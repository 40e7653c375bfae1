package dev.skerry.bench.operator;

import dev.skerry.local.controlplane.CertificateAuthority;
import dev.skerry.local.controlplane.Tls;
import dev.skerry.tests.operator.HeldConnections;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Who floods the operator. In truth that is another machine, so here it is a process of the lowest
 * priority: it takes what those who are measured leave of the processors.
 */
final class Flood implements AutoCloseable {
    private static final int PER_SECOND = 1000;
    private static final int HELD = 3000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;

    private Flood(Process process) {
        this.process = process;
    }

    /** What it does. */
    enum Kind {
        /** 1,000 reports a second from one pod. */
        LOUD("one pod with %d/s".formatted(PER_SECOND)),
        /** 1,000 a second, each with another token that no API server issued. */
        STRANGERS("strangers with %d/s".formatted(PER_SECOND)),
        /** 3,000 connections that have each sent half of a report, held for the span. */
        HELD("%d held connections".formatted(Flood.HELD));

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * @param as whose name it uses
     */
    static Flood start(
            Kind kind, URI operator, CertificateAuthority ca, Crowd.Member as, Duration span)
            throws IOException {
        var command =
                List.of(
                        "nice",
                        "-n",
                        "19",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Flood.class.getName(),
                        kind.name(),
                        operator.toString(),
                        ca.certificate().getParent().toString(),
                        as.name(),
                        as.token(),
                        Long.toString(span.toSeconds()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Flood(builder.start());
    }

    /** Its own last words, once it is over. */
    String said() throws Exception {
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return said.strip();
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] arguments) throws Exception {
        var kind = Kind.valueOf(arguments[0]);
        var operator = URI.create(arguments[1]);
        var ca = CertificateAuthority.open(Path.of(arguments[2]), "loaded");
        var name = arguments[3];
        var token = arguments[4];
        var span = Duration.ofSeconds(Long.parseLong(arguments[5]));
        switch (kind) {
            case LOUD -> flood(new Reports(operator, ca, 3), name, i -> token, span);
            case STRANGERS -> flood(new Reports(operator, ca, 4), name, Flood::forged, span);
            case HELD -> hold(operator.getPort(), ca, span);
        }
    }

    private interface Tokens {
        String of(long i);
    }

    private static void flood(Reports reports, String job, Tokens tokens, Duration span)
            throws InterruptedException {
        try (reports) {
            var loop =
                    OpenLoop.run(
                            PER_SECOND,
                            i ->
                                    () ->
                                            reports.post(
                                                            job,
                                                            tokens.of(i),
                                                            Reports.progress(i, 40, 1, 10))
                                                    .status(),
                            span);
            System.out.println("answers " + loop.codes());
        }
    }

    private static void hold(int port, CertificateAuthority ca, Duration span) throws Exception {
        long begun = System.nanoTime();
        try (var crowd = new HeldConnections()) {
            crowd.openHalfReports(HELD, port, Tls.trusting(ca).getSocketFactory());
            long opened = System.nanoTime() - begun;
            System.out.printf(
                    "%d of %d got as far as half a report, within %.1f s, others met %s%n",
                    crowd.begun(), HELD, opened / 1e9, crowd.refused());
            long left = span.toNanos() - opened;
            if (left > 0) Thread.sleep(Duration.ofNanos(left));
        }
    }

    /** A token of the right shape and audience each time. */
    private static String forged(long i) {
        var claims =
                "{\"aud\":[\"skerry\"],\"exp\":%d,\"jti\":\"%d\"}"
                        .formatted(Instant.now().plusSeconds(600).getEpochSecond(), i);
        var base64 = Base64.getUrlEncoder().withoutPadding();
        var head = base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8));
        var body = base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return head + "." + body + "." + head;
    }
}
