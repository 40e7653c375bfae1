package dev.skerry.cli.job;

import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static io.qdrant.client.WithPayloadSelectorFactory.include;

import com.google.common.util.concurrent.ListenableFuture;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The files nearest to some files of a repository, searched in the vector store. */
public final class Neighbours implements AutoCloseable {
    /** A file and those nearest to it, nearest first. */
    public record Near(String file, List<Hit> hits) {}

    /**
     * @param score cosine, 1 for the same direction
     */
    public record Hit(String file, double score) {}

    /**
     * The answer about one file.
     *
     * @param isolated whether no import leads to it or from it, so that its vector tells nothing
     */
    record Asked(boolean isolated, List<Hit> hits) {}

    /** A file that may be asked about. */
    record Candidate(PointId id, String file) {}

    /**
     * Its words are no user's, errors come by its calls; held here, since loggers are weakly kept.
     */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private static final int LOOKED_AT = 2_000;
    private static final int PAGE = 1_000;
    private static final long LIMIT_SECONDS = 20;

    private final QdrantClient client;
    private final VectorsAddress address;
    private final String collection;
    private final Filter run;

    /**
     * @param environment with QDRANT_URL and QDRANT_API_KEY
     * @param runId whose points are searched
     * @throws IOException where QDRANT_URL is no address
     */
    public Neighbours(Map<String, String> environment, String collection, String runId)
            throws IOException {
        GRPC.setLevel(Level.OFF);
        this.address = VectorsAddress.of(environment);
        var builder =
                QdrantGrpcClient.newBuilder(address.host(), address.port(), address.tls(), false);
        address.apiKey().ifPresent(builder::withApiKey);
        this.client = new QdrantClient(builder.build());
        this.collection = collection;
        this.run = Filter.newBuilder().addMust(matchKeyword("run_id", runId)).build();
    }

    /** So many files spread over the repository, each with so many neighbours. */
    public List<Near> of(int files, int hits) throws IOException, InterruptedException {
        List<Near> found = new ArrayList<>();
        for (Candidate candidate : pick(candidates(), files)) found.add(near(candidate, hits));
        return found;
    }

    /** The files nearest to one; empty where the run has no such file. */
    Optional<Asked> to(String file, int hits) throws IOException, InterruptedException {
        ScrollResponse page =
                get(
                        client.scrollAsync(
                                ScrollPoints.newBuilder()
                                        .setCollectionName(collection)
                                        .setFilter(
                                                run.toBuilder()
                                                        .addMust(matchKeyword("file_path", file)))
                                        .setLimit(1)
                                        .setWithPayload(enable(true))
                                        .build()));
        if (page.getResultCount() == 0) return Optional.empty();
        RetrievedPoint point = page.getResult(0);
        return Optional.of(
                new Asked(
                        isIsolated(point), near(new Candidate(point.getId(), file), hits).hits()));
    }

    /** All files of the run. */
    List<String> files() throws IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        var request =
                ScrollPoints.newBuilder()
                        .setCollectionName(collection)
                        .setFilter(run)
                        .setLimit(PAGE)
                        .setWithPayload(include(List.of("file_path")));
        while (true) {
            ScrollResponse page = get(client.scrollAsync(request.build()));
            page.getResultList().forEach(point -> files.add(file(point.getPayloadMap())));
            if (!page.hasNextPageOffset()) return files;
            request.setOffset(page.getNextPageOffset());
        }
    }

    private List<Candidate> candidates() throws IOException, InterruptedException {
        ScrollResponse page =
                get(
                        client.scrollAsync(
                                ScrollPoints.newBuilder()
                                        .setCollectionName(collection)
                                        .setFilter(run)
                                        .setLimit(LOOKED_AT)
                                        .setWithPayload(enable(true))
                                        .build()));
        List<Candidate> candidates = new ArrayList<>();
        for (RetrievedPoint point : page.getResultList()) {
            if (isIsolated(point)) continue;
            candidates.add(new Candidate(point.getId(), file(point.getPayloadMap())));
        }
        return candidates;
    }

    /**
     * Chooses files that a reader knows the repository by: no tests, no package markers where there
     * are others, spread evenly over the sorted paths.
     */
    static List<Candidate> pick(List<Candidate> candidates, int files) {
        List<Candidate> telling = candidates.stream().filter(c -> isTelling(c.file())).toList();
        List<Candidate> sorted =
                (telling.size() >= files ? telling : candidates)
                        .stream().sorted(Comparator.comparing(Candidate::file)).toList();
        if (sorted.size() <= files) return sorted;
        List<Candidate> picked = new ArrayList<>();
        for (int i = 0; i < files; i++)
            picked.add(sorted.get((2 * i + 1) * sorted.size() / (2 * files)));
        return picked;
    }

    private static boolean isTelling(String file) {
        return !file.matches("(?i).*(^|/|_|\\.)tests?(/|_|\\.|s/).*|.*Test\\.java")
                && !file.matches(
                        "(.*/)?(__init__\\.pyi?|package-info\\.java|index\\.[cm]?[jt]sx?|conftest\\.py)");
    }

    private Near near(Candidate candidate, int hits) throws IOException, InterruptedException {
        List<ScoredPoint> points =
                get(
                        client.queryAsync(
                                QueryPoints.newBuilder()
                                        .setCollectionName(collection)
                                        .setQuery(nearest(candidate.id()))
                                        .setFilter(run)
                                        .setLimit(hits)
                                        .setWithPayload(enable(true))
                                        .build()));
        return new Near(
                candidate.file(),
                points.stream()
                        .map(point -> new Hit(file(point.getPayloadMap()), point.getScore()))
                        .toList());
    }

    private static boolean isIsolated(RetrievedPoint point) {
        Value isolated = point.getPayloadMap().get("isolated");
        return isolated != null && isolated.getBoolValue();
    }

    private static String file(Map<String, Value> payload) {
        Value path = payload.get("file_path");
        return path == null ? "?" : path.getStringValue();
    }

    private <T> T get(ListenableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(address.words(collection, e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the vector store at %s did not answer within %d s"
                            .formatted(address, LIMIT_SECONDS),
                    e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
