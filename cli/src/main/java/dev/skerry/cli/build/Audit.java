package dev.skerry.cli.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Known vulnerabilities of what a CycloneDX file names, as OSV has them. Exit codes: 0 none is
 * known, 1 some are, 2 wrong usage, 3 nobody could be asked.
 */
public final class Audit {
    private static final URI OSV = URI.create("https://api.osv.dev/");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI osv;
    private final Appendable out;

    Audit(URI osv, Appendable out) {
        this.osv = osv;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: .ci/audit (it makes the CycloneDX file that this reads)");
            System.exit(2);
        }
        System.exit(new Audit(OSV, System.out).of(Path.of(arguments[0])));
    }

    int of(Path bom) throws IOException, InterruptedException {
        var packages = new TreeSet<String>();
        for (var component : JSON.readTree(Files.readAllBytes(bom)).path("components")) {
            var purl = component.path("purl").asText();
            // what is ours stands in the file too, and nobody else knows it
            if (!purl.isEmpty() && !purl.startsWith("pkg:maven/dev.skerry/"))
                packages.add(purl.replaceFirst("\\?.*", ""));
        }
        Map<String, List<String>> known;
        try {
            known = known(List.copyOf(packages));
        } catch (IOException e) {
            say(
                    "%s cannot be asked (%s): nothing was looked up. %s names %d packages, for a scanner of yours, such as osv-scanner."
                            .formatted(osv.getHost(), words(e), bom, packages.size()));
            return 3;
        }
        for (var one : known.entrySet())
            say("%s: %s".formatted(one.getKey(), String.join(", ", one.getValue())));
        say(
                "%d packages, %d of them with known vulnerabilities"
                        .formatted(packages.size(), known.size()));
        return known.isEmpty() ? 0 : 1;
    }

    private Map<String, List<String>> known(List<String> packages)
            throws IOException, InterruptedException {
        var known = new TreeMap<String, List<String>>();
        try (var client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            for (int from = 0; from < packages.size(); from += AT_ONCE) {
                var some = packages.subList(from, Math.min(packages.size(), from + AT_ONCE));
                var results = ask(client, some);
                if (results.size() != some.size())
                    throw new IOException(
                            "it answered for %d of %d packages"
                                    .formatted(results.size(), some.size()));
                for (int i = 0; i < some.size(); i++) {
                    var ids = new ArrayList<String>();
                    for (var vulnerability : results.get(i).path("vulns"))
                        ids.add(vulnerability.path("id").asText());
                    if (!ids.isEmpty()) known.put(some.get(i), List.copyOf(ids));
                }
            }
        }
        return known;
    }

    private JsonNode ask(HttpClient client, List<String> packages)
            throws IOException, InterruptedException {
        var queries =
                packages.stream().map(purl -> Map.of("package", Map.of("purl", purl))).toList();
        var request =
                HttpRequest.newBuilder(osv.resolve("/v1/querybatch"))
                        .timeout(LIMIT)
                        .POST(
                                BodyPublishers.ofByteArray(
                                        JSON.writeValueAsBytes(Map.of("queries", queries))))
                        .build();
        var answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) throw new IOException("it answered " + answer.statusCode());
        return JSON.readTree(answer.body()).path("results");
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? "no connection" : e.getMessage();
    }

    private void say(String line) throws IOException {
        out.append(line).append('\n');
    }
}
