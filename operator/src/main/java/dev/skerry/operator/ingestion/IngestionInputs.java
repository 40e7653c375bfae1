package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobSpec.Artifact;
import dev.skerry.api.IngestionJobSpec.Collection;
import dev.skerry.api.IngestionJobSpec.Embedding;
import dev.skerry.api.IngestionJobSpec.Repository;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.attempt.SpecFingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The fields of a spec whose change starts a new run, as a fingerprint. Fields at their default are
 * left out, so that a field that a later version adds with a default changes no fingerprint.
 */
final class IngestionInputs {
    private IngestionInputs() {}

    /**
     * Fields whose change does not make a failed run go on: they say what becomes of what is over.
     */
    private static final Set<String> AFTERWARDS =
            Set.of("ttlSecondsAfterFinished", "collection.deletionPolicy");

    static boolean startNewRun(
            Optional<IngestionJobStatus.Inputs> inputs, long generation, String digest) {
        return inputs.isEmpty()
                || inputs.get().generation() != generation && !digest.equals(inputs.get().digest());
    }

    /**
     * Whether a run that failed for good goes on: something in the spec has changed since its last
     * attempt began, so it may do what its failure's message asks for.
     */
    static boolean goesOn(IngestionJobDraft draft) {
        var tried = draft.inputs.map(IngestionJobStatus.Inputs::spec);
        return !draft.succeeded()
                && tried.isPresent()
                && !tried.get().equals(whole(draft.job.spec()));
    }

    /** The whole spec, as far as it can matter to a run. */
    static String whole(IngestionJobSpec spec) {
        return SpecFingerprint.of(spec, AFTERWARDS);
    }

    static String digest(IngestionJobSpec spec) {
        var fields = new TreeMap<String, Object>();
        put(fields, "rerun", spec.rerun(), "");
        repository(fields, spec.repository());
        put(
                fields,
                "languages",
                spec.languages() == null ? null : spec.languages().stream().sorted().toList(),
                List.of());
        if (spec.embedding() != null) embedding(fields, spec.embedding());
        var collection = spec.collection() == null ? new Collection(null, null) : spec.collection();
        put(fields, "collection.name", collection.name(), "code");
        var artifact = spec.artifact() == null ? new Artifact(null, null) : spec.artifact();
        put(fields, "artifact.name", artifact.name(), null);
        put(fields, "artifact.bucket", artifact.bucket(), null);
        return sha256(fields.toString());
    }

    private static void repository(Map<String, Object> fields, Repository repository) {
        put(fields, "repository.url", repository.url(), null);
        put(fields, "repository.revision", repository.revision(), null);
        put(fields, "repository.subdirectory", repository.subdirectory(), "");
        put(fields, "repository.include", repository.include(), List.of());
        put(fields, "repository.exclude", repository.exclude(), List.of());
        put(fields, "repository.maxFileBytes", repository.maxFileBytes(), 1048576);
    }

    private static void embedding(Map<String, Object> fields, Embedding e) {
        put(fields, "embedding.method", e.method(), "node2vec");
        put(fields, "embedding.dimensions", e.dimensions(), 64);
        put(fields, "embedding.walkLength", e.walkLength(), 20);
        put(fields, "embedding.contextSize", e.contextSize(), 10);
        put(fields, "embedding.walksPerNode", e.walksPerNode(), 10);
        put(fields, "embedding.epochs", e.epochs(), 10);
        put(fields, "embedding.batchSize", e.batchSize(), 128);
        put(fields, "embedding.p", e.p(), 1.0);
        put(fields, "embedding.q", e.q(), 1.0);
        put(fields, "embedding.learningRate", e.learningRate(), null);
        put(fields, "embedding.negatives", e.negatives(), 5);
        put(fields, "embedding.seed", e.seed(), 1L);
        put(fields, "embedding.mode", e.mode(), "paper");
        put(fields, "embedding.device", e.device(), "auto");
    }

    private static void put(
            Map<String, Object> fields, String name, Object value, Object defaultValue) {
        if (value != null && !value.equals(defaultValue)) fields.put(name, value);
    }

    private static String sha256(String text) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
