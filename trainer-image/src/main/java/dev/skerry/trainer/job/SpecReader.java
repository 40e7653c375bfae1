package dev.skerry.trainer.job;

import dev.skerry.api.ForeignText;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.wire.Sha256;
import dev.skerry.trainer.ingest.embed.Mode;
import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.fetch.Selection;
import dev.skerry.trainer.ingest.fetch.SelectionFields;
import dev.skerry.trainer.ingest.parse.Language;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The parts of a spec as the pipeline's settings, with the defaults of the schema; what is wrong is
 * an {@link IllegalArgumentException}.
 */
final class SpecReader {

    private static final int MOST_FILE_BYTES = 100 << 20;

    private SpecReader() {}

    static Selection selection(IngestionJobSpec spec) {
        var languages = EnumSet.noneOf(Language.class);
        for (var id : or(spec.languages(), List.<String>of())) {
            languages.add(
                    Arrays.stream(Language.values())
                            .filter(l -> l.id().equals(id))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "spec.languages: \"%s\" is none of python, javascript, typescript, java"
                                                            .formatted(shown(id)))));
        }
        var repository = spec.repository();
        long most = or(repository.maxFileBytes(), (int) Selection.DEFAULT_MAX_FILE_BYTES);
        if (most < 1 || most > MOST_FILE_BYTES) {
            throw new IllegalArgumentException(
                    "spec.repository.maxFileBytes: " + most + " is not in 1..104857600");
        }
        return new Selection(
                SelectionFields.SPEC,
                or(repository.subdirectory(), ""),
                or(repository.include(), List.of()),
                or(repository.exclude(), List.of()),
                languages.isEmpty() ? EnumSet.allOf(Language.class) : languages,
                most);
    }

    static Node2VecSettings embedding(IngestionJobSpec.Embedding given) {
        if (given == null) {
            return Node2VecSettings.defaults();
        }
        if (given.method() != null && !given.method().equals("node2vec")) {
            throw new IllegalArgumentException(
                    "spec.embedding.method: \"%s\" is not node2vec"
                            .formatted(shown(given.method())));
        }
        var mode = or(given.mode(), "paper");
        if (!mode.equals("paper") && !mode.equals("pyg")) {
            throw new IllegalArgumentException(
                    "spec.embedding.mode: \"%s\" is neither paper nor pyg".formatted(shown(mode)));
        }
        try {
            var standard = Node2VecSettings.defaults();
            return Node2VecSettings.builder()
                    .dimensions(or(given.dimensions(), standard.dimensions()))
                    .walkLength(or(given.walkLength(), standard.walkLength()))
                    .contextSize(or(given.contextSize(), standard.contextSize()))
                    .walksPerNode(or(given.walksPerNode(), standard.walksPerNode()))
                    .epochs(or(given.epochs(), standard.epochs()))
                    .batchSize(or(given.batchSize(), standard.batchSize()))
                    .p(or(given.p(), standard.p()))
                    .q(or(given.q(), standard.q()))
                    .learningRate(given.learningRate())
                    .negatives(given.negatives())
                    .seed(or(given.seed(), standard.seed()))
                    .mode(Mode.valueOf(mode.toUpperCase(Locale.ROOT)))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("spec.embedding." + e.getMessage(), e);
        }
    }

    /** Of all that a result depends on besides the commit; not of how many threads make it. */
    static String fingerprint(IngestionJobSpec spec, Node2VecSettings embedding) {
        var repository = spec.repository();
        var parts =
                List.of(
                        repository.url(),
                        or(repository.revision(), ""),
                        or(repository.subdirectory(), ""),
                        or(repository.include(), List.of()),
                        or(repository.exclude(), List.of()),
                        or(repository.maxFileBytes(), (int) Selection.DEFAULT_MAX_FILE_BYTES),
                        or(spec.languages(), List.of()),
                        embedding.toBuilder().threads(1).build());
        var digest = Sha256.digest();
        for (var part : parts) {
            digest.update(part.toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static <T> T or(T given, T standard) {
        return given == null ? standard : given;
    }

    /** Fit for a message: short, without control characters. */
    static String shown(String text) {
        var brief = text.length() > 120 ? text.substring(0, 120) + "…" : text;
        return ForeignText.shown(brief);
    }
}
