package dev.skerry.trainer.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.wire.JobFile;
import dev.skerry.artifacts.Checkpoint;
import dev.skerry.artifacts.ObjectKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads {@code job.json} of an IngestionJob and says all that is wrong with it at once. */
final class JobFileReader {

    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern COLLECTION = Pattern.compile("[a-z0-9][-_.a-z0-9]{0,253}");
    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][-_.A-Za-z0-9]{0,127}");

    /**
     * Unknown fields are those of a newer operator; everything else must be as the contract says.
     */
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private static final TypeReference<JobFile<IngestionJobSpec>> FILE = new TypeReference<>() {};

    private final String podUid;
    private final List<String> problems = new ArrayList<>();

    private JobFileReader(String podUid) {
        this.podUid = podUid;
    }

    static IngestionOrder read(Path file, String podUid) throws ConfigException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    "SKERRY_JOB_FILE: there is no file %s; mount the attempt's job.json there"
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new ConfigException(
                    "SKERRY_JOB_FILE: %s cannot be read (%s)".formatted(file, e), e);
        }
        return parse(bytes, podUid);
    }

    static IngestionOrder parse(byte[] bytes, String podUid) throws ConfigException {
        if (bytes.length > MOST_BYTES) {
            throw new ConfigException(List.of("job.json: is longer than 1 MiB; it is no job file"));
        }
        JobFile<IngestionJobSpec> file;
        try {
            file = decode(bytes);
        } catch (JacksonException e) {
            throw new ConfigException(
                    "job.json: %s; it must come from the operator".formatted(said(e)), e);
        } catch (IOException e) {
            throw new ConfigException("job.json: cannot be read (%s)".formatted(e), e);
        }
        if (file == null) {
            throw new ConfigException(List.of("job.json: is null; it must come from the operator"));
        }
        return new JobFileReader(podUid).check(file);
    }

    /**
     * The whole text as one value. That nothing follows it is looked at here and not by the
     * mapper's setting, which would also hold for what a field's own deserializer reads from amidst
     * the text.
     */
    static JobFile<IngestionJobSpec> decode(byte[] bytes) throws IOException {
        try (var parser = JSON.createParser(bytes)) {
            var file = JSON.readValue(parser, FILE);
            if (parser.nextToken() != null) {
                throw new JsonParseException(
                        parser, "something follows the end of the file's object");
            }
            return file;
        }
    }

    private IngestionOrder check(JobFile<IngestionJobSpec> file) throws ConfigException {
        if (file.version() != JobFile.VERSION) {
            throw new ConfigException(
                    List.of(
                            "version: %d is not known, this image reads %d; use an image of the operator's version"
                                    .formatted(file.version(), JobFile.VERSION)));
        }
        require(
                "IngestionJob".equals(file.kind()),
                "kind: \"%s\" is not IngestionJob; use another image",
                file.kind());
        require(
                file.run() >= 1 && file.attempt() >= 1,
                "run, attempt: %s and %s must count from 1",
                file.run(),
                file.attempt());
        checked(() -> ObjectKeys.requireNamespace(file.namespace()));
        checked(() -> ObjectKeys.requireName(file.name()));
        checked(() -> ObjectKeys.requireUid(file.uid()));
        require(
                file.intervalSeconds() >= 1 && file.intervalSeconds() <= 3600,
                "intervalSeconds: %s is not in 1..3600",
                file.intervalSeconds());
        require(
                file.limits() == null || JobLimits.areSound(file.limits()),
                "limits: %s leave no time to save and stop; use an image of the operator's version",
                file.limits());
        var reportUrl = reportUrl(file.reportUrl());
        var storage = file.storage();
        var vectors = file.vectors();
        var spec = file.spec();
        require(storage != null, "storage: is missing");
        require(vectors != null, "vectors: is missing");
        require(spec != null && spec.repository() != null, "spec.repository: is missing");
        done();
        checked(() -> ObjectKeys.requireBucket(storage.bucket()));
        var key = checked(() -> ObjectKeys.report(file.namespace(), file.uid(), podUid));
        require(
                key == null || key.equals(own(storage.reportKey())),
                "storage.reportKey: \"%s\" is not this pod's place %s",
                storage.reportKey(),
                key);
        var prefix = checked(() -> ObjectKeys.artifact(file.namespace(), storage.artifactName()));
        require(
                prefix == null || prefix.equals(storage.artifactPrefix()),
                "storage.artifactPrefix: \"%s\" is not the artifact's place %s",
                storage.artifactPrefix(),
                prefix);
        var checkpoints =
                checked(
                        () ->
                                new Checkpoint(
                                                file.namespace(),
                                                file.uid(),
                                                file.run(),
                                                file.attempt(),
                                                podUid,
                                                0)
                                        .attemptPrefix());
        require(
                checkpoints == null || checkpoints.equals(own(storage.checkpointPrefix())),
                "storage.checkpointPrefix: \"%s\" is not this pod's place %s",
                storage.checkpointPrefix(),
                checkpoints);
        require(
                matches(COLLECTION, vectors.collection())
                        && vectors.collection().startsWith(file.namespace() + "."),
                "vectors.collection: \"%s\" must be NAMESPACE.NAME of this job's namespace",
                vectors.collection());
        var runId = own(vectors.runId());
        require(
                matches(RUN_ID, runId) && runId.contains(podUid),
                "vectors.runId: \"%s\" must name this pod, as points of two pods must not meet",
                vectors.runId());
        var repository = spec.repository();
        require(
                repository.url() != null && !repository.url().isBlank(),
                "spec.repository.url: is missing");
        var selection = checked(() -> SpecReader.selection(spec));
        var embedding = checked(() -> SpecReader.embedding(spec.embedding()));
        done();
        return new IngestionOrder(
                file.namespace(),
                file.name(),
                file.uid(),
                file.run(),
                file.attempt(),
                reportUrl,
                Duration.ofSeconds(file.intervalSeconds()),
                storage.bucket(),
                storage.artifactName(),
                key,
                vectors.collection(),
                runId,
                repository.url(),
                repository.revision() == null ? "" : repository.revision(),
                selection,
                embedding,
                SpecReader.fingerprint(spec, embedding),
                file.limits() == null ? JobLimits.USUAL : JobLimits.of(file.limits()));
    }

    private Optional<URI> reportUrl(String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            problems.add("reportUrl: \"" + SpecReader.shown(text) + "\" is no URL");
            return Optional.empty();
        }
    }

    private String own(String template) {
        return template == null ? "" : template.replace("POD_UID", podUid);
    }

    private void require(boolean fine, String problem, Object... values) {
        if (!fine) {
            problems.add(
                    problem.formatted(
                            Arrays.stream(values)
                                    .map(v -> SpecReader.shown(String.valueOf(v)))
                                    .toArray()));
        }
    }

    /** The value, or null with a problem noted. */
    private <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    private void done() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static boolean matches(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static String said(JacksonException e) {
        var place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
        return SpecReader.shown(
                        String.valueOf(e.getOriginalMessage())
                                .lines()
                                .findFirst()
                                .orElse("is no JSON"))
                + place;
    }
}
