package dev.skerry.trainer.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.trainer.ingest.IngestResult.FileNote;
import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.embed.TrainingState;
import dev.skerry.trainer.ingest.fetch.Snapshot.Skipped;
import dev.skerry.trainer.ingest.graph.ImportGraph;
import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.parse.SourceFile;
import dev.skerry.trainer.ingest.resolve.EdgeKind;
import dev.skerry.trainer.ingest.resolve.Resolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An ingestion between two epochs, as files: the lists of {@link ResultFiles}, the tables of {@link
 * TrainingState}, and beside them what neither holds. Nothing before the next epoch is done again.
 *
 * @param graph lacks vectors only
 */
public record SavedIngestion(IngestResult graph, TrainingState state) {

    private static final String GRAPH = "graph.json";
    private static final String TRAINING = "training.json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, EdgeKind> KINDS = byName(EdgeKind.values(), kind -> kind.id());
    private static final Map<String, Language> LANGUAGES =
            byName(Language.values(), language -> language.id());
    private static final Map<String, Resolver.Reason> REASONS =
            byName(Resolver.Reason.values(), r -> r.name().toLowerCase(Locale.ROOT));

    private record GraphFacts(
            String source,
            String commit,
            List<FileNote> notes,
            Skipped skipped,
            Map<Stage, Double> seconds) {}

    /**
     * @param losses as text, for they may be NaN
     */
    private record TrainingFacts(int epochs, List<String> losses) {}

    /** Writes what does not change while it is trained. */
    public static void writeGraph(IngestResult graph, Path folder) throws IOException {
        new ResultFiles(graph).lists(folder);
        JSON.writeValue(
                folder.resolve(GRAPH).toFile(),
                new GraphFacts(
                        graph.source(),
                        graph.commit(),
                        graph.notes(),
                        graph.skipped(),
                        graph.seconds()));
    }

    /** Writes an epoch's end. */
    public static void writeTraining(TrainingState state, List<Double> losses, Path folder)
            throws IOException {
        state.write(folder);
        JSON.writeValue(
                folder.resolve(TRAINING).toFile(),
                new TrainingFacts(
                        state.epochs(), losses.stream().map(l -> Double.toString(l)).toList()));
    }

    /** The names of all files in a folder that both methods wrote to. */
    public static List<String> files(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /**
     * Reads both.
     *
     * @throws IOException also where a file is missing, damaged or does not fit the others
     */
    public static SavedIngestion read(Path folder, Node2VecSettings settings) throws IOException {
        var facts = JSON.readValue(folder.resolve(GRAPH).toFile(), GraphFacts.class);
        var training = JSON.readValue(folder.resolve(TRAINING).toFile(), TrainingFacts.class);
        if (training.losses() == null || training.losses().size() != training.epochs()) {
            throw new IOException(TRAINING + ": has not one loss for each epoch");
        }
        var files = sources(folder.resolve(ResultFiles.FILES));
        var imports = imports(folder, files);
        var walks = WalkGraph.of(imports, files.size());
        var state = TrainingState.read(folder, training.epochs(), files.size(), settings);
        try {
            return new SavedIngestion(
                    new IngestResult(
                            facts.source(),
                            facts.commit(),
                            files,
                            imports,
                            List.copyOf(facts.notes()),
                            facts.skipped(),
                            walks.graph(),
                            walks.selfLoops(),
                            Optional.empty(),
                            training.losses().stream().map(Double::valueOf).toList(),
                            Map.copyOf(facts.seconds())),
                    state);
        } catch (NullPointerException | NumberFormatException e) {
            throw new IOException(GRAPH + " or " + TRAINING + ": is not complete", e);
        }
    }

    private static List<SourceFile> sources(Path file) throws IOException {
        var sources = new ArrayList<SourceFile>();
        TsvRows.read(
                file,
                row -> {
                    if (Integer.parseInt(row[0]) != sources.size()) {
                        throw new IllegalArgumentException("id " + row[0] + " is out of order");
                    }
                    sources.add(
                            new SourceFile(
                                    sources.size(),
                                    row[1],
                                    of(LANGUAGES, row[2]),
                                    Long.parseLong(row[3])));
                },
                ResultFiles.FILE_COLUMNS);
        return List.copyOf(sources);
    }

    private static ImportGraph imports(Path folder, List<SourceFile> files) throws IOException {
        var ids = new HashMap<String, Integer>();
        files.forEach(file -> ids.put(file.path(), file.id()));
        var edges = new ArrayList<ImportGraph.Edge>();
        TsvRows.read(
                folder.resolve(ResultFiles.EDGES),
                row ->
                        edges.add(
                                new ImportGraph.Edge(
                                        of(ids, row[0]),
                                        of(ids, row[1]),
                                        of(KINDS, row[2]),
                                        Integer.parseInt(row[3]),
                                        row[4])),
                ResultFiles.EDGE_COLUMNS);
        var external = new ArrayList<ImportGraph.External>();
        TsvRows.read(
                folder.resolve(ResultFiles.EXTERNAL),
                row ->
                        external.add(
                                new ImportGraph.External(
                                        of(ids, row[0]), Integer.parseInt(row[1]), row[2], row[3])),
                ResultFiles.EXTERNAL_COLUMNS);
        var unresolved = new ArrayList<ImportGraph.Unresolved>();
        TsvRows.read(
                folder.resolve(ResultFiles.UNRESOLVED),
                row ->
                        unresolved.add(
                                new ImportGraph.Unresolved(
                                        of(ids, row[0]),
                                        Integer.parseInt(row[1]),
                                        row[2],
                                        of(REASONS, row[3]))),
                ResultFiles.UNRESOLVED_COLUMNS);
        return new ImportGraph(List.copyOf(edges), List.copyOf(external), List.copyOf(unresolved));
    }

    private static <T> T of(Map<String, T> known, String name) {
        var found = known.get(name);
        if (found == null) {
            throw new IllegalArgumentException("\"" + name + "\" is not known");
        }
        return found;
    }

    private static <T> Map<String, T> byName(T[] values, Function<T, String> name) {
        return Arrays.stream(values).collect(Collectors.toMap(name, Function.identity()));
    }
}
