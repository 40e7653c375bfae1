package dev.skerry.operator.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobStatus;
import dev.skerry.operator.job.decide.JobAction;
import dev.skerry.operator.job.decide.JobFacts;
import dev.skerry.operator.job.decide.JobPlan;
import dev.skerry.operator.job.decide.JobSubject;
import dev.skerry.operator.storage.BucketState;
import dev.skerry.operator.storage.LeftResult;
import dev.skerry.operator.storage.ResumePoint;
import dev.skerry.operator.storage.StoredLeftovers;
import dev.skerry.operator.vectors.CollectionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A directory per case, named by what happens. {@code -Dgolden.update} writes what is decided now,
 * to be read before it is committed.
 */
class IngestionJobPlanTest {
    private static final Path CASES = Path.of("src/test/resources/plan");
    private static final ObjectMapper YAML = mapper();

    /**
     * @param answers to what is asked beyond what is seen
     * @param activeDeadline of the installation
     */
    record In(
            JobSubject<IngestionJobSpec, IngestionJobStatus> job,
            JobFacts seen,
            WrittenAnswers answers,
            Optional<Duration> activeDeadline) {}

    record Out(Object status, List<String> actions, String wakeUp, String fault) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decidesAsWritten(String name) throws IOException {
        var folder = CASES.resolve(name);
        var in = YAML.readValue(folder.resolve("in.yaml").toFile(), In.class);
        var decided = render(decide(in, in.job()));
        if (Boolean.getBoolean("golden.update"))
            Files.writeString(folder.resolve("out.yaml"), decided);
        assertThat(folder.resolve("out.yaml")).content().isEqualTo(decided);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void decidesTheSameOnItsOwnStatusWhereNothingHappened(String name) throws IOException {
        var in = YAML.readValue(CASES.resolve(name).resolve("in.yaml").toFile(), In.class);
        var first = decide(in, in.job());
        if (first.actions().stream().anyMatch(a -> !(a instanceof JobAction.Announce))) return;
        if (first.wakeUp().filter(w -> w.compareTo(Duration.ofSeconds(2)) < 0).isPresent())
            return; // moves on
        var job = in.job();
        var again =
                new JobSubject<>(
                        job.namespace(),
                        job.name(),
                        job.uid(),
                        job.generation(),
                        job.deletingSince(),
                        job.finalizer(),
                        job.finalizerWaived(),
                        job.spec(),
                        Optional.of(first.status()));
        assertThat(decide(in, again).status())
                .as("a second look writes nothing")
                .isEqualTo(first.status());
    }

    @Test
    void everyFileBelongsToACase() throws IOException {
        try (var files = Files.walk(CASES)) {
            assertThat(files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
                    .isSubsetOf(Set.of("in.yaml", "out.yaml"));
        }
        assertThat(cases()).hasSizeGreaterThan(15);
    }

    static Stream<String> cases() throws IOException {
        try (var folders = Files.list(CASES)) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static JobPlan<IngestionJobStatus> decide(
            In in, JobSubject<IngestionJobSpec, IngestionJobStatus> job) {
        var policy = Installed.policy(Set.of("shared"), in.activeDeadline());
        var answers = in.answers() == null ? WrittenAnswers.none() : in.answers();
        return Installed.decide(
                Installed.kind(false),
                job,
                in.seen(),
                policy,
                question -> answers.to(question, in.seen()));
    }

    private static String render(JobPlan<IngestionJobStatus> plan) throws IOException {
        var actions = plan.actions().stream().map(Object::toString).toList();
        var status = YAML.convertValue(plan.status(), Map.class);
        return YAML.writeValueAsString(
                new Out(
                        status,
                        actions,
                        plan.wakeUp().map(Duration::toString).orElse("at the next resync"),
                        plan.fault().orElse(null)));
    }

    private static ObjectMapper mapper() {
        var mapper =
                new ObjectMapper(
                        new YAMLFactory()
                                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                                .disable(YAMLGenerator.Feature.SPLIT_LINES));
        mapper.registerModules(new Jdk8Module(), new JavaTimeModule());
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        mapper.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.setSerializationInclusion(JsonInclude.Include.NON_NULL);
        for (var type :
                List.of(
                        BucketState.class,
                        CollectionState.class,
                        LeftResult.class,
                        ResumePoint.class,
                        StoredLeftovers.class)) {
            mapper.addMixIn(type, Named.class);
            for (var alternative : type.getPermittedSubclasses())
                mapper.registerSubtypes(new NamedType(alternative, alternative.getSimpleName()));
        }
        return mapper;
    }
}
