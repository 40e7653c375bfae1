package dev.skerry.operator;

import dev.skerry.operator.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting of the operator. A start with a wrong or unknown key lists all problems and exits;
 * see {@link StartCheck}.
 */
@ConfigMapping(prefix = "skerry")
public interface OperatorConfig {
    String BUCKET = "(?!.*[.][.])[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
    String DNS_LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    String DNS_NAME = "[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?";

    String LABEL = "([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

    @Setting(
            value =
                    "Namespace of the operator itself: of its Lease and of Service `skerry-reports`.",
            matches = DNS_LABEL)
    @WithDefault("skerry-system")
    String namespace();

    @Setting(
            value = "Address that reports, health and metrics are listened for at.",
            matches = "[0-9a-fA-F.:]+")
    @WithDefault("0.0.0.0")
    String bind();

    @Setting(
            "Whether URLs of S3 and the vector store may be `http` beyond loopback and cluster names"
                    + " (`.svc`, `.cluster.local`, single labels).")
    @WithDefault("false")
    boolean allowPlainHttp();

    Image image();

    Storage storage();

    Vectors vectors();

    ReportConfig report();

    Management management();

    Metrics metrics();

    Leadership leadership();

    Ingestion ingestion();

    Scheduling scheduling();

    interface Image {
        @Setting(value = "Image of IngestionJob pods.", matches = "\\S{1,255}")
        @WithDefault("ghcr.io/skerry-dev/trainer:0.1.0")
        String trainer();
    }

    interface Storage {
        @Setting(
                value = "S3 endpoint, as the operator reaches it.",
                example = "https://s3.example.org")
        URI endpoint();

        @Setting(
                value = "S3 endpoint, as pods reach it; the operator's own where absent.",
                example = "https://s3.example.org")
        Optional<URI> workloadEndpoint();

        @Setting(value = "S3 region.", matches = "[A-Za-z0-9-]{1,64}")
        @WithDefault("us-east-1")
        String region();

        @Setting(value = "Access key of the operator.", secret = true)
        String accessKey();

        @Setting(value = "Secret key of the operator.", secret = true)
        String secretKey();

        @Setting(value = "Bucket of this installation.", matches = BUCKET)
        @WithDefault("skerry")
        String bucket();

        @Setting(value = "Further buckets that a spec may name.", matches = BUCKET)
        Optional<Set<String>> allowedBuckets();

        @Setting(
                value =
                        "Secret of a job's namespace that holds `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and"
                                + " `QDRANT_API_KEY` for its pods; `operator/k8s/admission.yaml` names it too.",
                matches = DNS_NAME)
        @WithDefault("skerry-storage")
        String secretName();

        @Setting(
                "Whether the operator writes its own credentials into that Secret where there is none; needs"
                        + " `operator/k8s/share-credentials.yaml` in each such namespace.")
        @WithDefault("false")
        boolean shareCredentials();

        @Setting(value = "Limit of one call to S3.", atLeast = "100ms", atMost = "1m")
        @WithDefault("5s")
        Duration timeout();

        @Setting(
                value =
                        "Time between two looks for what jobs left that are no more: their checkpoints, reports and"
                                + " logs in every bucket named here, in the namespaces that are watched. A bucket"
                                + " that other clusters use too is left alone.",
                atLeast = "10s",
                atMost = "24h")
        @WithDefault("10m")
        Duration sweepInterval();

        @Setting(
                value =
                        "Age of the newest object of such a job from which on they are removed; a program on its way"
                                + " out may still save something.",
                atLeast = "1m",
                atMost = "30d")
        @WithDefault("10m")
        Duration sweepGrace();
    }

    interface Vectors {
        @Setting(value = "gRPC address of Qdrant.", example = "http://qdrant.qdrant.svc:6334")
        URI url();

        @Setting(
                value = "The same, as pods reach it; the operator's own where absent.",
                example = "http://qdrant.qdrant.svc:6334")
        Optional<URI> workloadUrl();

        @Setting(value = "API key of Qdrant.", secret = true)
        Optional<String> apiKey();

        @Setting(value = "Limit of one call to Qdrant.", atLeast = "100ms", atMost = "1m")
        @WithDefault("5s")
        Duration timeout();
    }

    interface Management {
        @Setting(value = "Port of health and metrics.", atLeast = "0", atMost = "65535")
        @WithDefault("9000")
        int port();
    }

    interface Metrics {
        @Setting(
                "Whether metrics of what jobs report carry labels `namespace` and `name`; a series for each job and"
                        + " value.")
        @WithDefault("false")
        boolean objectNames();
    }

    interface Leadership {
        @Setting(
                "Whether a Lease decides which replica acts; without it there must be one replica only.")
        @WithDefault("true")
        boolean enabled();

        @Setting(value = "Name of the Lease.", matches = DNS_NAME)
        @WithDefault("skerry-operator")
        String leaseName();

        @Setting(
                value = "How long the others wait for a leader that does not renew.",
                atLeast = "2s",
                atMost = "5m")
        @WithDefault("15s")
        Duration leaseDuration();

        @Setting(
                value =
                        "A leader that could not renew for so long ends; shorter than the lease's duration.",
                atLeast = "1s",
                atMost = "5m")
        @WithDefault("10s")
        Duration renewDeadline();

        @Setting(value = "Time between two looks at the Lease.", atLeast = "100ms", atMost = "1m")
        @WithDefault("2s")
        Duration retryPeriod();

        @Setting(
                value =
                        "Name of this replica in the Lease, such as its pod's: a process with the name of the last"
                                + " leader leads at once. Host name and a random number where absent.",
                matches = "[A-Za-z0-9._-]{1,253}")
        Optional<String> identity();

        @Setting(
                value =
                        "Address of this replica (`status.podIP`), which the leader writes into the EndpointSlice of"
                                + " Service `skerry-reports`; nothing is written where absent.",
                matches = "[0-9a-fA-F.:]+")
        Optional<String> address();
    }

    interface Ingestion {
        @Setting(
                "Whether repositories may be `file://` URLs of the node. For the local cluster only.")
        @WithDefault("false")
        boolean allowFileUrls();

        @Setting("Whether repositories may lie at private, loopback and link-local addresses.")
        @WithDefault("false")
        boolean allowPrivateAddresses();

        @Setting(
                value =
                        "Networks that no repository may lie in, public or not, such as `168.63.129.16` or"
                                + " `203.0.114.0/24`.")
        Optional<Set<String>> deniedNetworks();

        @Setting(
                value =
                        "`activeDeadlineSeconds` of jobs whose spec names none; where absent they may run for ever.",
                atLeast = "1s",
                atMost = "365d")
        Optional<Duration> activeDeadline();
    }

    /** What specs may ask of the scheduler; whatever is listed is all that is allowed. */
    interface Scheduling {
        @Setting(
                value = "PriorityClasses that specs may name; all but `system-*` where absent.",
                matches = DNS_NAME)
        Optional<Set<String>> priorityClasses();

        @Setting(
                value = "RuntimeClasses that specs may name; all where absent.",
                matches = DNS_NAME)
        Optional<Set<String>> runtimeClasses();

        @Setting(
                value = "ServiceAccounts that specs may name; all of their namespace where absent.",
                matches = DNS_NAME)
        Optional<Set<String>> serviceAccounts();

        @Setting(
                value = "Labels that specs may select nodes by; all where absent.",
                matches = LABEL)
        Optional<Set<String>> nodeLabels();

        @Setting(
                value =
                        "Keys of taints that specs may tolerate; all but those of `node-role.kubernetes.io` and"
                                + " `node.kubernetes.io` where absent. A toleration of every taint is never allowed.",
                matches = LABEL)
        Optional<Set<String>> taints();
    }
}
