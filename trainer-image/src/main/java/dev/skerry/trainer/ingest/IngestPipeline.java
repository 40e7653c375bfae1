package dev.skerry.trainer.ingest;

import dev.skerry.artifacts.fault.FaultPoint;
import dev.skerry.trainer.ingest.IngestProgress.Counters;
import dev.skerry.trainer.ingest.IngestResult.FileNote;
import dev.skerry.trainer.ingest.embed.TrainingState;
import dev.skerry.trainer.ingest.fetch.FetchException;
import dev.skerry.trainer.ingest.fetch.RepositoryFetcher;
import dev.skerry.trainer.ingest.fetch.Snapshot;
import dev.skerry.trainer.ingest.graph.ImportCollector;
import dev.skerry.trainer.ingest.graph.ImportGraph;
import dev.skerry.trainer.ingest.parse.ParsedFile;
import dev.skerry.trainer.ingest.parse.Parsers;
import dev.skerry.trainer.ingest.resolve.DirectoryTrie;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * From a repository to its import graph and its vectors: fetch, parse, resolve, graph, embed. One
 * instance, one run.
 */
public final class IngestPipeline {

    private static final long CONFIGURATION_BYTES = 1 << 20;

    private final RepositoryFetcher fetcher;
    private final IngestSettings settings;
    private final IngestListener listener;
    private final IngestCheckpoints checkpoints;
    private final Workers workers;
    private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
    private Counters counters = Counters.NONE;

    public IngestPipeline(
            RepositoryFetcher fetcher, IngestSettings settings, IngestListener listener) {
        this(fetcher, settings, listener, IngestCheckpoints.NONE);
    }

    public IngestPipeline(
            RepositoryFetcher fetcher,
            IngestSettings settings,
            IngestListener listener,
            IngestCheckpoints checkpoints) {
        this.checkpoints = checkpoints;
        this.fetcher = fetcher;
        this.settings = settings;
        this.listener = listener;
        this.workers = new Workers(settings.threads(), listener::stopRequested);
    }

    /**
     * The same repository and settings give the same result for any number of threads (vectors:
     * where the embedding is deterministic).
     *
     * @throws FetchException the repository cannot be read, or holds no file of the languages asked
     *     for
     * @throws CancellationException a stop was requested
     */
    public IngestResult run() throws FetchException {
        var graph = graph();
        return settings.embedding().isEmpty() ? graph : embed(graph, Optional.empty());
    }

    /**
     * Goes on with a training; nothing is fetched.
     *
     * @throws CancellationException a stop was requested
     */
    public IngestResult resume(SavedIngestion saved) {
        var imports = saved.graph().imports();
        int files = saved.graph().files().size();
        counters =
                new Counters(
                        files,
                        files,
                        imports.distinctPairs(),
                        imports.external().size(),
                        imports.unresolved().size());
        seconds.putAll(saved.graph().seconds());
        return embed(saved.graph(), Optional.of(saved.state()));
    }

    private IngestResult graph() throws FetchException {
        try (var snapshot = timed(Stage.FETCH, this::fetch)) {
            if (snapshot.sources().isEmpty()) {
                throw new FetchException(
                        FetchException.Fault.DATA,
                        settings.request().selection().whyNothing(snapshot.paths()));
            }
            var parsed = timed(Stage.PARSE, () -> parse(snapshot));
            var tree = tree(snapshot);
            var imports = timed(Stage.RESOLVE, () -> resolve(tree, parsed));
            var notes = notes(snapshot, parsed, tree);
            Arrays.fill(parsed, null);
            var walks = timed(Stage.GRAPH, () -> WalkGraph.of(imports, snapshot.sources().size()));
            return new IngestResult(
                    settings.request().source(),
                    snapshot.commit(),
                    snapshot.sources(),
                    imports,
                    notes,
                    snapshot.skipped(),
                    walks.graph(),
                    walks.selfLoops(),
                    Optional.empty(),
                    List.of(),
                    Map.copyOf(seconds));
        }
    }

    private IngestResult embed(IngestResult graph, Optional<TrainingState> from) {
        var embedding = settings.embedding().orElseThrow();
        checkpoints.graph(graph);
        var stage = new EmbedStage(embedding, listener, checkpoints, counters, graph.losses());
        var vectors = timed(Stage.EMBED, () -> stage.run(graph.walkGraph(), from));
        return graph.with(vectors, stage.losses(), Map.copyOf(seconds));
    }

    private interface Step<T, E extends Exception> {
        T run() throws E;
    }

    private <T, E extends Exception> T timed(Stage stage, Step<T, E> step) throws E {
        say(stage, 0, Map.of());
        if (listener.stopRequested()) {
            throw new CancellationException("a stop was requested");
        }
        long start = System.nanoTime();
        var result = step.run();
        seconds.put(stage, (System.nanoTime() - start) / 1e9);
        say(stage, 1, Map.of());
        FaultPoint.STAGE_ENDED.reach(stage.label());
        return result;
    }

    private void say(Stage stage, double fraction, Map<String, String> metrics) {
        listener.progress(new IngestProgress(stage, fraction, counters, metrics));
    }

    private Snapshot fetch() throws FetchException {
        var furthest = new double[1];
        var snapshot =
                fetcher.fetch(
                        settings.request(),
                        (task, done, total, bytes) -> {
                            if (total > 0 && task.startsWith("Receiving")) {
                                furthest[0] = Math.max(furthest[0], 0.9 * done / total);
                            }
                            say(Stage.FETCH, furthest[0], Map.of("bytes", Long.toString(bytes)));
                        });
        counters = new Counters(0, snapshot.sources().size(), 0, 0, 0);
        return snapshot;
    }

    private ParsedFile[] parse(Snapshot snapshot) {
        var sources = snapshot.sources();
        var parsed = new ParsedFile[sources.size()];
        var done = new AtomicInteger();
        long maxBytes = settings.request().selection().maxFileBytes();
        workers.run(
                sources.size(),
                () ->
                        new Workers.Worker() {
                            private final Snapshot.Contents contents = snapshot.contents();
                            private final Parsers parsers = new Parsers();

                            @Override
                            public void item(int index) {
                                var file = sources.get(index);
                                parsed[index] = parsers.parse(file, read(file.path()), maxBytes);
                                done.incrementAndGet();
                            }

                            private Optional<byte[]> read(String path) {
                                try {
                                    return contents.read(path, maxBytes);
                                } catch (IOException unreadable) {
                                    return Optional.empty();
                                }
                            }

                            @Override
                            public void close() {
                                parsers.close();
                                contents.close();
                            }
                        },
                () -> {
                    counters = new Counters(done.get(), sources.size(), 0, 0, 0);
                    say(Stage.PARSE, (double) done.get() / sources.size(), Map.of());
                });
        return parsed;
    }

    private static DirectoryTrie tree(Snapshot snapshot) {
        return new DirectoryTrie(
                snapshot.paths(),
                snapshot.sources(),
                path -> snapshot.read(path, CONFIGURATION_BYTES));
    }

    private ImportGraph resolve(DirectoryTrie tree, ParsedFile[] parsed) {
        var resolvers = new Resolvers(tree, Arrays.asList(parsed));
        var totals = ImportCollector.Totals.zero();
        var collectors = new ConcurrentLinkedQueue<ImportCollector>();
        var done = new AtomicInteger();
        Supplier<Counters> now =
                () ->
                        new Counters(
                                parsed.length,
                                parsed.length,
                                totals.edges().get(),
                                totals.external().get(),
                                totals.unresolved().get());
        workers.run(
                parsed.length,
                () -> {
                    var collector = new ImportCollector(totals);
                    collectors.add(collector);
                    return new Workers.Worker() {
                        @Override
                        public void item(int index) {
                            resolvers.resolve(parsed[index], collector);
                            done.incrementAndGet();
                        }

                        @Override
                        public void close() {}
                    };
                },
                () -> {
                    counters = now.get();
                    say(Stage.RESOLVE, (double) done.get() / parsed.length, Map.of());
                });
        var imports = ImportCollector.merge(collectors);
        counters =
                new Counters(
                        parsed.length,
                        parsed.length,
                        imports.distinctPairs(),
                        imports.external().size(),
                        imports.unresolved().size());
        return imports;
    }

    private static List<FileNote> notes(
            Snapshot snapshot, ParsedFile[] parsed, DirectoryTrie tree) {
        var notes = new ArrayList<FileNote>();
        snapshot.notes().forEach(note -> notes.add(new FileNote("", note)));
        for (var file : parsed) {
            file.notes().forEach(note -> notes.add(new FileNote(file.file().path(), note)));
        }
        tree.notes().forEach((path, note) -> notes.add(new FileNote(path, note)));
        return List.copyOf(notes);
    }
}
