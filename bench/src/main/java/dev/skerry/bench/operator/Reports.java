package dev.skerry.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.local.controlplane.CertificateAuthority;
import dev.skerry.local.played.ReportSender;
import dev.skerry.tests.operator.OperatorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Posts what a pod would post. */
final class Reports implements AutoCloseable {
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int ADDRESSES = 16;
    private static final int PODS = 2;

    private final List<ReportSender> senders = new ArrayList<>();

    Reports(Servers servers, OperatorProcess operator) {
        this(operator.reports(), servers.cluster().ca(), PODS);
    }

    /**
     * @param network 127.0.network.*, where they are posted from
     */
    Reports(URI operator, CertificateAuthority ca, int network) {
        for (int i = 1; i <= ADDRESSES; i++) {
            try {
                var from = InetAddress.getByAddress(new byte[] {127, 0, (byte) network, (byte) i});
                senders.add(new ReportSender(operator, ca, from));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    record Answer(int status, JsonNode body) {}

    Answer post(Crowd.Member member, Map<String, ?> report)
            throws IOException, InterruptedException {
        return post(member.name(), member.token(), report);
    }

    /** The same token comes from the same address. */
    Answer post(String job, String token, Map<String, ?> report)
            throws IOException, InterruptedException {
        var sender = senders.get(Math.floorMod(token.hashCode(), ADDRESSES));
        var answer = sender.post(Crowd.NAMESPACE, job, token, JSON.writeValueAsString(report));
        var body = answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode();
        return new Answer(answer.statusCode(), body);
    }

    static Map<String, Object> progress(long seq, int percent, int epoch, int epochs) {
        var report = new LinkedHashMap<String, Object>();
        report.put("run", 1);
        report.put("attempt", 1);
        report.put("seq", seq);
        report.put("stage", "Embed");
        report.put("percent", percent);
        report.put(
                "counters",
                Map.of("files", 2818, "filesTotal", 2818, "edges", 9120, "pairs", seq * 1000));
        report.put("metrics", Map.of("epoch", "" + epoch, "epochs", "" + epochs, "loss", "1.83"));
        return report;
    }

    static Map<String, Object> result(long seq, Crowd.Member member) {
        var report = progress(seq, 100, 10, 10);
        report.put("stage", "Publish");
        report.put(
                "result",
                Map.of(
                        "runId",
                        "r1-a1-" + member.podUid(),
                        "commit",
                        COMMIT,
                        "collection",
                        Crowd.NAMESPACE + ".code",
                        "files",
                        2818,
                        "edges",
                        9120,
                        "isolated",
                        212));
        return report;
    }

    /** Posts until it is accepted: the pod informer may not know the pod yet. */
    void untilAccepted(Crowd.Member member, Map<String, ?> report) {
        Crowd.until(
                "a report of " + member.name() + " accepted",
                () -> {
                    try {
                        return post(member, report).status() == 200;
                    } catch (IOException e) {
                        return false;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return true;
                    }
                });
    }

    @Override
    public void close() {
        senders.forEach(ReportSender::close);
    }
}
