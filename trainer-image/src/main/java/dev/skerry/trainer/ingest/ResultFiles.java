package dev.skerry.trainer.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.skerry.api.ForeignText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The files of a result: what {@code ingest --out} leaves and what the artifact holds. */
public final class ResultFiles {

    public static final String FILES = "files.tsv";
    public static final String EDGES = "edges.tsv";
    public static final String EXTERNAL = "external.tsv";
    public static final String UNRESOLVED = "unresolved.tsv";
    public static final String VECTORS = "vectors.f32";
    public static final String REPORT = "report.json";

    static final String[] FILE_COLUMNS = {"id", "path", "language", "bytes", "isolated"};
    static final String[] EDGE_COLUMNS = {"source", "target", "kind", "line", "specifier"};
    static final String[] EXTERNAL_COLUMNS = {"source", "line", "specifier", "package"};
    static final String[] UNRESOLVED_COLUMNS = {"source", "line", "specifier", "reason"};

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int MAX_NOTES = 1000;

    private final IngestResult result;

    public ResultFiles(IngestResult result) {
        this.result = result;
    }

    /**
     * Writes all of them; {@code vectors.f32} only where there are vectors.
     *
     * @param directory exists and is empty
     * @param settings of the run, for the report
     */
    public void write(Path directory, Map<String, ?> settings) throws IOException {
        lists(directory);
        if (result.vectors().isPresent()) {
            vectors(directory.resolve(VECTORS));
        }
        Files.writeString(
                directory.resolve(REPORT), escaped(JSON.writeValueAsString(report(settings))));
    }

    /** The four lists of files and imports. */
    void lists(Path directory) throws IOException {
        files(directory.resolve(FILES));
        edges(directory.resolve(EDGES));
        external(directory.resolve(EXTERNAL));
        unresolved(directory.resolve(UNRESOLVED));
    }

    public void files(Path file) throws IOException {
        try (var out = new Tsv(file, FILE_COLUMNS)) {
            for (var source : result.files()) {
                out.row(
                        source.id(),
                        source.path(),
                        source.language().id(),
                        source.bytes(),
                        result.isIsolated(source.id()));
            }
        }
    }

    public void edges(Path file) throws IOException {
        try (var out = new Tsv(file, EDGE_COLUMNS)) {
            for (var edge : result.imports().edges()) {
                out.row(
                        path(edge.source()),
                        path(edge.target()),
                        edge.kind().id(),
                        edge.line(),
                        edge.specifier());
            }
        }
    }

    private void external(Path file) throws IOException {
        try (var out = new Tsv(file, EXTERNAL_COLUMNS)) {
            for (var row : result.imports().external()) {
                out.row(path(row.source()), row.line(), row.specifier(), row.packageName());
            }
        }
    }

    private void unresolved(Path file) throws IOException {
        try (var out = new Tsv(file, UNRESOLVED_COLUMNS)) {
            for (var row : result.imports().unresolved()) {
                out.row(
                        path(row.source()),
                        row.line(),
                        row.specifier(),
                        row.reason().name().toLowerCase(Locale.ROOT));
            }
        }
    }

    /** Row-major little-endian float32 in the order of {@code files.tsv}. */
    public void vectors(Path file) throws IOException {
        try (var out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            result.vectors().orElseThrow().writeTo(out);
        }
    }

    private String path(int file) {
        return result.files().get(file).path();
    }

    private Map<String, Object> report(Map<String, ?> settings) {
        var counts = new LinkedHashMap<String, Object>();
        counts.put("files", result.files().size());
        counts.put("edges", result.imports().distinctPairs());
        counts.put("edgeRows", result.imports().edges().size());
        counts.put("external", result.imports().external().size());
        counts.put("unresolved", result.imports().unresolved().size());
        counts.put("isolated", result.isolated());
        counts.put("skipped", result.skipped());
        counts.put("notes", result.notes().size());
        var seconds = new LinkedHashMap<String, Double>();
        for (var stage : Stage.values()) {
            var taken = result.seconds().get(stage);
            if (taken != null) {
                seconds.put(stage.label(), Math.round(taken * 1000) / 1000.0);
            }
        }
        var report = new LinkedHashMap<String, Object>();
        report.put("source", result.source());
        report.put("commit", result.commit());
        report.put("counts", counts);
        report.put("selfLoops", result.selfLoops());
        report.put("seconds", seconds);
        report.put("losses", result.losses().stream().map(ResultFiles::number).toList());
        report.put("settings", settings);
        report.put("notes", result.notes().stream().limit(MAX_NOTES).toList());
        return report;
    }

    /** The same value; a terminal that shows the text obeys nothing in it. */
    static String escaped(String json) {
        var text = new StringBuilder(json.length() + 16);
        json.codePoints()
                .forEach(
                        c -> {
                            var character = Character.toString(c);
                            if (c == '\n' || ForeignText.isPlain(character)) {
                                text.append(character);
                            } else {
                                character.chars().forEach(u -> text.append("\\u%04x".formatted(u)));
                            }
                        });
        return text.toString();
    }

    /** JSON has no NaN. */
    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : Double.toString(value);
    }
}
