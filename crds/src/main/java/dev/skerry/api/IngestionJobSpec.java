package dev.skerry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.skerry.api.OnChange.Effect;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a user asks of an {@link IngestionJob}. */
@ValidationRule(
        value = "has(self.managedBy) == has(oldSelf.managedBy)",
        message = "spec.managedBy cannot be added or removed; create another IngestionJob")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngestionJobSpec(
        @JsonPropertyDescription("The Git repository to read.") @Required Repository repository,
        @OnChange(value = Effect.NEW_RUN, anyOrder = true)
                @JsonPropertyDescription(
                        "Languages whose files become nodes: python, javascript, typescript, java. Default: all.")
                @Size(max = 4)
                List<@Pattern("^(python|javascript|typescript|java)$") @Size(max = 16) String>
                        languages,
        @OnChange(Effect.NEW_RUN)
                @JsonPropertyDescription("How vectors are trained.")
                @Default("{}")
                Embedding embedding,
        @JsonPropertyDescription("Where the vectors go in the vector store.") @Default("{}")
                Collection collection,
        @JsonPropertyDescription("Where the vectors go in object storage.") @Default("{}")
                Artifact artifact,
        @OnChange(Effect.NEXT_ATTEMPT)
                @JsonPropertyDescription(
                        "Compute of the pod. Where the part is given, only ephemeral-storage keeps its default.")
                @Default(
                        "{\"requests\":{\"cpu\":\"500m\",\"memory\":\"1Gi\",\"ephemeral-storage\":\"1Gi\"},\"limits\":{\"memory\":\"2Gi\",\"ephemeral-storage\":\"10Gi\"}}")
                Resources resources,
        @OnChange(Effect.NEXT_ATTEMPT) @JsonPropertyDescription("Devices of the pod.")
                Accelerator accelerator,
        @OnChange(Effect.NEXT_ATTEMPT) @JsonPropertyDescription("Where and when the pod runs.")
                Scheduling scheduling,
        @OnChange(Effect.AT_ONCE)
                @JsonPropertyDescription("Further attempts after a failure, by its class.")
                @Default("{}")
                Retries retries,
        @OnChange(Effect.AT_ONCE)
                @JsonPropertyDescription(
                        "True stops the job, keeping what it can; false goes on. Default false.")
                @Default("false")
                Boolean suspend,
        @OnChange(Effect.NEW_RUN)
                @JsonPropertyDescription(
                        "Any text, such as a date: another one runs the job again although nothing else has changed. Default: none.")
                @Pattern(ForeignText.PATTERN)
                @Size(max = 128)
                String rerun,
        @OnChange(Effect.NEVER)
                @JsonPropertyDescription(
                        "Names another controller that runs this job, such as kueue.x-k8s.io/multikueue; we then leave it alone. Default: this operator.")
                @Size(max = 63)
                @ValidationRule(
                        value = "self == oldSelf",
                        message = "spec.managedBy cannot be changed; create another IngestionJob")
                String managedBy,
        @OnChange(Effect.AT_ONCE)
                @JsonPropertyDescription(
                        "Seconds of running time over all attempts of a run after which it fails with Deadline. Default: that of the operator's configuration, else none.")
                @Min(1)
                @Max(31536000)
                Integer activeDeadlineSeconds,
        @OnChange(Effect.AT_ONCE)
                @JsonPropertyDescription(
                        "Seconds without any counter moving, though reports come, after which an attempt counts as Hung. Default 600.")
                @Default("600")
                @Min(10)
                @Max(86400)
                Integer stallTimeoutSeconds,
        @OnChange(Effect.AT_ONCE)
                @JsonPropertyDescription(
                        "Seconds after the end when Jobs and pods are removed; the resource itself stays. Default: never.")
                @Min(0)
                @Max(31536000)
                Integer ttlSecondsAfterFinished)
        implements JobSpec {

    /** What {@code kubectl explain} says of it. */
    public static final String DESCRIPTION =
            "What is wanted. Written by users alone; each field says what a change of it does.";

    /** Where the files come from. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Repository(
            @OnChange(Effect.NEVER)
                    @JsonPropertyDescription(
                            "https:// or ssh:// address, without credentials; file:// where the operator allows it.")
                    @Required
                    @Pattern(ForeignText.PATTERN)
                    @Size(min = 1, max = 2048)
                    @ValidationRule(
                            value = "self == oldSelf",
                            message =
                                    "spec.repository.url cannot be changed; create another IngestionJob")
                    @ValidationRule(
                            value = "self.matches('^(https|ssh|file)://[^ ]+$')",
                            message =
                                    "spec.repository.url: use https:// or ssh:// (file:// where the operator allows it), without blanks")
                    String url,
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription(
                            "Branch, tag or full commit hash. Default: the repository's HEAD.")
                    @Pattern(ForeignText.PATTERN)
                    @Size(min = 1, max = 255)
                    @ValidationRule(
                            value =
                                    "!self.startsWith('-') && !self.contains('..') && !self.contains(' ')",
                            message =
                                    "spec.repository.revision: give a branch, a tag or all 40 digits of a commit")
                    String revision,
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription("Only files below this folder. Default: all.")
                    @Pattern(ForeignText.PATTERN)
                    @Size(max = 1024)
                    @ValidationRule(
                            value =
                                    "!self.startsWith('/') && !self.split('/').exists(s, s == '..')",
                            message =
                                    "spec.repository.subdirectory: give a path inside the repository, without ..")
                    String subdirectory,
            @OnChange(Effect.NEXT_ATTEMPT)
                    @JsonPropertyDescription(
                            "Secret with username and password, or ssh-privatekey and known_hosts, and with hosts, the servers that these may go to; with https also ca.crt, where the server has a CA of its own.")
                    SecretRef credentialsSecretRef,
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription(
                            "Globs of paths to read, such as src/**. Default: all.")
                    @Size(max = 100)
                    List<@Pattern(ForeignText.PATTERN) @Size(min = 1, max = 256) String> include,
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription(
                            "Globs of paths to leave out; stronger than include. Default: none.")
                    @Size(max = 100)
                    List<@Pattern(ForeignText.PATTERN) @Size(min = 1, max = 256) String> exclude,
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription(
                            "Files above this many bytes are nodes without imports. Default 1048576.")
                    @Default("1048576")
                    @Min(1)
                    @Max(104857600)
                    Integer maxFileBytes) {}

    /**
     * Node2Vec's settings, by their names in the field. The API server compares a whole number with
     * a limit's whole part only, so a 0 needs rules where the limit is a fraction.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @ValidationRule(
            value = "self.?contextSize.orValue(10) <= self.?walkLength.orValue(20)",
            message = "spec.embedding.contextSize: at most walkLength")
    public record Embedding(
            @JsonPropertyDescription("node2vec. Default node2vec.")
                    @Default("node2vec")
                    @Pattern("^(node2vec)$")
                    @Size(max = 16)
                    String method,
            @JsonPropertyDescription(
                            "Length of a vector. Default 64. Needs a collection of the same size.")
                    @Default("64")
                    @Min(8)
                    @Max(1024)
                    Integer dimensions,
            @JsonPropertyDescription("Nodes in one random walk. Default 20.")
                    @Default("20")
                    @Min(2)
                    @Max(1000)
                    Integer walkLength,
            @JsonPropertyDescription(
                            "Radius of the window in mode paper, nodes per window in mode pyg. Default 10.")
                    @Default("10")
                    @Min(1)
                    @Max(1000)
                    Integer contextSize,
            @JsonPropertyDescription("Walks begun at each node in each epoch. Default 10.")
                    @Default("10")
                    @Min(1)
                    @Max(1000)
                    Integer walksPerNode,
            @JsonPropertyDescription("Passes over all nodes. Default 10.")
                    @Default("10")
                    @Min(1)
                    @Max(10000)
                    Integer epochs,
            @JsonPropertyDescription(
                            "Start nodes between two looks at progress and stop requests. Default 128.")
                    @Default("128")
                    @Min(1)
                    @Max(1000000)
                    Integer batchSize,
            @JsonPropertyDescription("Return parameter: above 1 avoids going back. Default 1.")
                    @Default("1")
                    @ValidationRule(
                            value = "self >= 0.001",
                            message = "spec.embedding.p: at least 0.001")
                    @Min(0.001)
                    @Max(1000)
                    Double p,
            @JsonPropertyDescription(
                            "In-out parameter: below 1 goes outward, above 1 stays near. Default 1.")
                    @Default("1")
                    @ValidationRule(
                            value = "self >= 0.001",
                            message = "spec.embedding.q: at least 0.001")
                    @Min(0.001)
                    @Max(1000)
                    Double q,
            @JsonPropertyDescription(
                            "Step size at the start. Default: what measured best for the mode.")
                    @ValidationRule(
                            value = "self >= 0.000001",
                            message = "spec.embedding.learningRate: at least 0.000001")
                    @Min(0.000001)
                    @Max(10)
                    Double learningRate,
            @JsonPropertyDescription("Negative samples per pair. Default 5.")
                    @Default("5")
                    @Min(1)
                    @Max(100)
                    Integer negatives,
            @JsonPropertyDescription("Seed of all random numbers. Default 1.") @Default("1") @Min(0)
                    Long seed,
            @JsonPropertyDescription(
                            "paper: two tables, negatives by frequency; pyg: one table, uniform negatives. Default paper.")
                    @Default("paper")
                    @Pattern("^(paper|pyg)$")
                    @Size(max = 8)
                    String mode,
            @JsonPropertyDescription(
                            "auto or cpu; auto takes the fastest there is, today always the CPU. Default auto.")
                    @Default("auto")
                    @Pattern("^(auto|cpu)$")
                    @Size(max = 8)
                    String device) {}

    /** Where vectors are searched. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Collection(
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription(
                            "Name; the vector store knows it as NAMESPACE.NAME. Default code.")
                    @Default("code")
                    @Pattern("^[a-z0-9]([-_a-z0-9]{0,61}[a-z0-9])?$")
                    @Size(max = 63)
                    String name,
            @OnChange(Effect.AT_ONCE)
                    @JsonPropertyDescription(
                            "What becomes of this job's points when it is deleted: Retain or Delete. Default Retain.")
                    @Default("Retain")
                    @Pattern("^(Retain|Delete)$")
                    @Size(max = 8)
                    String deletionPolicy) {}

    /** Where vectors are kept. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Artifact(
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription(
                            "Name of the artifact. Default: the name of this resource.")
                    @Pattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
                    @Size(max = 63)
                    String name,
            @OnChange(Effect.NEW_RUN)
                    @JsonPropertyDescription(
                            "Bucket, one that the operator's configuration allows. Default: the installation's.")
                    @Pattern(BucketName.PATTERN)
                    @Size(min = 3, max = 63)
                    String bucket) {}
}
