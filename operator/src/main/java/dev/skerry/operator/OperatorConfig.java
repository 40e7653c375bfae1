package dev.skerry.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting of the operator. A start with a wrong or unknown key lists all problems and exits.
 */
@ConfigMapping(prefix = "skerry")
public interface OperatorConfig {

    Image image();

    Storage storage();

    Vectors vectors();

    Report report();

    Ingestion ingestion();

    interface Image {
        /** Image of IngestionJob pods. */
        @WithDefault("ghcr.io/skerry-dev/trainer:0.1.0")
        @NotBlank
        String trainer();
    }

    interface Storage {
        /** S3 endpoint, as the operator reaches it. */
        URI endpoint();

        /** S3 endpoint, as pods reach it; the operator's own where absent. */
        Optional<URI> workloadEndpoint();

        /** S3 region. */
        @WithDefault("us-east-1")
        String region();

        /** Access key of the operator. */
        String accessKey();

        /** Secret key of the operator. */
        String secretKey();

        /** Bucket of this installation. */
        @WithDefault("skerry")
        String bucket();

        /** Further buckets that a spec may name. */
        Optional<Set<String>> allowedBuckets();

        /**
         * Secret of a job's namespace that holds AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
         * QDRANT_API_KEY for its pods.
         */
        @WithDefault("skerry-storage")
        @NotBlank
        String secretName();

        /** Whether the operator writes its own credentials into that Secret where there is none. */
        @WithDefault("false")
        boolean shareCredentials();

        /** Limit of one call. */
        @WithDefault("5s")
        Duration timeout();
    }

    interface Vectors {
        /** gRPC address of the vector store, such as http://qdrant:6334. */
        URI url();

        /** The same, as pods reach it; the operator's own where absent. */
        Optional<URI> workloadUrl();

        /** API key of the vector store. */
        Optional<String> apiKey();

        /** Limit of one call. */
        @WithDefault("5s")
        Duration timeout();
    }

    interface Report {
        /** Where pods post reports, such as https://skerry-reports.skerry-system:8443. */
        URI url();

        /** CA certificates (PEM) that pods trust for it. */
        Path caFile();

        /** Wished time between two reports of a pod. */
        @WithDefault("5s")
        Duration interval();

        /**
         * Least time between two status writes of progress for one job that mark no stage's or
         * epoch's end.
         */
        @WithDefault("10s")
        Duration minInterval();

        /** Least time between two status writes of progress for one job that do. */
        @WithDefault("2s")
        Duration milestoneInterval();

        /** Status writes of progress a second over all jobs. */
        @WithDefault("20")
        @Min(1)
        @Max(1000)
        int writesPerSecond();
    }

    interface Ingestion {
        /** Whether repositories may be file:// URLs of the node. For the local cluster only. */
        @WithDefault("false")
        boolean allowFileUrls();

        /** Whether repositories may lie at private, loopback and link-local addresses. */
        @WithDefault("false")
        boolean allowPrivateAddresses();
    }
}
