package dev.skerry.cli.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.api.IngestionResult;
import dev.skerry.cli.command.HelpOption;
import dev.skerry.cli.command.PositiveNumber;
import dev.skerry.cli.job.Neighbours.Asked;
import dev.skerry.cli.job.Neighbours.Hit;
import dev.skerry.cli.term.Terminal;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skerry similar}. */
@Command(
        name = "similar",
        description = {
            "Print the files nearest to one, by the vectors of an IngestionJob's result.",
            "",
            "The vector store is that of the local cluster, or the one that --vectors-url or QDRANT_URL names;",
            "its API key is QDRANT_API_KEY.%n"
        })
public final class SimilarCommand implements Callable<Integer> {
    private static final String URL = "QDRANT_URL";
    private static final String KEY = "QDRANT_API_KEY";

    /** How it is printed. */
    enum Output {
        table,
        json
    }

    @Mixin HelpOption help;

    @Parameters(index = "0", paramLabel = "JOB", description = "Name of the IngestionJob.")
    private String job;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "Its path in the repository, such as src/app.py.")
    private String file;

    @Mixin ClusterOptions cluster;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            converter = PositiveNumber.class,
            description = "How many files (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Output output;

    @Option(
            names = "--vectors-url",
            paramLabel = "URL",
            description = "gRPC address of the vector store, such as https://qdrant:6334.")
    private String vectorsUrl;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return cluster.run(connection -> search(connection, file.replaceFirst("^(\\./)+", "")));
    }

    private int search(Connection connection, String path)
            throws IOException, InterruptedException {
        ReadJob read = new Jobs(connection).get(Jobs.name(job));
        IngestionResult result = result(read);
        Map<String, String> vectors = vectors(System.getenv(), connection.local());
        try (var neighbours = new Neighbours(vectors, result.collection(), result.runId())) {
            Optional<Asked> answer = neighbours.to(path, top);
            if (answer.isEmpty()) {
                throw new IOException(absent(path, read, result, neighbours.files()));
            }
            print(path, read, result, answer.get());
        }
        return 0;
    }

    private static IngestionResult result(ReadJob job) throws IOException {
        Optional<IngestionResult> result = job.status().map(IngestionJobStatus::result);
        if (result.isEmpty()) {
            throw new IOException(
                    "%s has no result yet: %s".formatted(job.title(), LogWords.state(job)));
        }
        return result.get();
    }

    /** Where the vectors are: what was said, else the local cluster's own. */
    private Map<String, String> vectors(Map<String, String> environment, Map<String, String> local)
            throws IOException {
        String named = vectorsUrl == null ? environment.getOrDefault(URL, "") : vectorsUrl;
        if (named.isBlank() && local.containsKey(URL)) return local;
        if (named.isBlank()) {
            throw new IOException(
                    "where is the vector store of this cluster? Give its gRPC address by --vectors-url or QDRANT_URL, its key by QDRANT_API_KEY");
        }
        Map<String, String> said = new HashMap<>(Map.of(URL, named));
        if (environment.containsKey(KEY)) said.put(KEY, environment.get(KEY));
        return said;
    }

    /** What to say of a file without a vector. */
    static String absent(String path, ReadJob job, IngestionResult result, List<String> files) {
        if (files.isEmpty()) {
            return "the vectors of %s (run_id %s) are not in collection %s; is this the vector store that it wrote to?"
                    .formatted(job.title(), result.runId(), result.collection());
        }
        return "%s has no vector for %s; there is %s"
                .formatted(job.title(), path, String.join(", ", CloseNames.to(path, files)));
    }

    private void print(String path, ReadJob job, IngestionResult result, Asked answer)
            throws IOException {
        if (output == Output.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("namespace", job.namespace());
            all.put("job", job.name());
            all.put("commit", result.commit());
            all.put("collection", result.collection());
            all.put("runId", result.runId());
            all.put("file", path);
            all.put("isolated", answer.isolated());
            all.put("similar", answer.hits());
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
            return;
        }
        var terminal = Terminal.of(System.getenv());
        if (answer.isolated()) {
            System.err.println(
                    terminal.paintErr().yellow("note: ")
                            + "no import leads to "
                            + path
                            + " or from it; its neighbours tell nothing");
        }
        for (Hit hit : answer.hits()) {
            String score = String.format(Locale.ROOT, "%5.2f", hit.score());
            System.out.println(terminal.paintOut().cyan(score) + "  " + hit.file());
        }
    }
}
