package dev.skerry.artifacts;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where object storage is and how long to wait for it.
 *
 * @param endpoint http or https, without a path
 * @param connectTimeout for a connection
 * @param callTimeout for one request with its answer; transfers are cut into requests of at most
 *     {@link ObjectStorage#PART_BYTES}
 */
public record StorageSettings(
        URI endpoint,
        String accessKey,
        String secretKey,
        String region,
        Duration connectTimeout,
        Duration callTimeout,
        RetryPolicy retries) {

    public StorageSettings {
        requireNonNull(endpoint);
        requireNonNull(accessKey);
        requireNonNull(secretKey);
        requireNonNull(region);
        requireNonNull(connectTimeout);
        requireNonNull(callTimeout);
        requireNonNull(retries);
        problemWith(endpoint)
                .ifPresent(
                        problem -> {
                            throw new IllegalArgumentException("endpoint: " + problem);
                        });
    }

    /** With a patience for programs whose work would be lost. */
    public static StorageSettings of(
            URI endpoint, String accessKey, String secretKey, String region) {
        return new StorageSettings(
                endpoint,
                accessKey,
                secretKey,
                region,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                RetryPolicy.PATIENT);
    }

    /** The same place with other patience. */
    public StorageSettings with(Duration newCallTimeout, RetryPolicy newRetries) {
        return new StorageSettings(
                endpoint,
                accessKey,
                secretKey,
                region,
                connectTimeout.compareTo(newCallTimeout) < 0 ? connectTimeout : newCallTimeout,
                newCallTimeout,
                newRetries);
    }

    /**
     * From {@code AWS_ENDPOINT_URL_S3}, {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}
     * and {@code AWS_REGION} (default {@code us-east-1}).
     *
     * @throws IllegalArgumentException with all problems, one a line
     */
    public static StorageSettings fromEnvironment(Map<String, String> environment) {
        var problems = new ArrayList<String>();
        var accessKey = required(environment, "AWS_ACCESS_KEY_ID", problems);
        var secretKey = required(environment, "AWS_SECRET_ACCESS_KEY", problems);
        var text = required(environment, "AWS_ENDPOINT_URL_S3", problems);
        URI endpoint = null;
        if (!text.isEmpty()) {
            try {
                endpoint = new URI(text);
                problemWith(endpoint).ifPresent(p -> problems.add("AWS_ENDPOINT_URL_S3: " + p));
            } catch (URISyntaxException e) {
                problems.add(
                        "AWS_ENDPOINT_URL_S3: is no URL; give one such as https://s3.example.org");
            }
        }
        if (!problems.isEmpty() || endpoint == null) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        var region = environment.getOrDefault("AWS_REGION", "");
        return of(endpoint, accessKey, secretKey, region.isBlank() ? "us-east-1" : region.strip());
    }

    private static String required(
            Map<String, String> environment, String name, List<String> problems) {
        var value = environment.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            problems.add(name + ": is not set; give the storage's value");
        }
        return value;
    }

    private static Optional<String> problemWith(URI endpoint) {
        var scheme = endpoint.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            return Optional.of(
                    "scheme \""
                            + scheme
                            + "\" is not allowed; use https, or http inside a cluster");
        }
        if (endpoint.getHost() == null) {
            return Optional.of(
                    "\"" + endpoint + "\" names no host; give one such as https://s3.example.org");
        }
        if (endpoint.getUserInfo() != null) {
            return Optional.of(
                    "credentials in the URL are not allowed; give them as their own settings");
        }
        var path = endpoint.getPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            return Optional.of(
                    "path \"" + path + "\" is not allowed; buckets are addressed below the root");
        }
        return Optional.empty();
    }

    /** Without the secret, fit for logs. */
    @Override
    public String toString() {
        return "StorageSettings[endpoint=%s, accessKey=%s, region=%s, callTimeout=%s, retries=%s]"
                .formatted(endpoint, accessKey, region, callTimeout, retries);
    }
}
