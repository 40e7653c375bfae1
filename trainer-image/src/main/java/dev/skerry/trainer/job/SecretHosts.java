package dev.skerry.trainer.job;

import dev.skerry.trainer.ingest.fetch.RepositoryUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The servers that a Secret says it may go to: exact names, each with or without a port. Whoever
 * may create jobs chooses Secret and URL; only this ties the one to the other.
 */
final class SecretHosts {

    private final Set<String> names;

    /**
     * @param text separated by commas or white space; empty where the Secret says nothing
     */
    SecretHosts(String text) {
        this.names =
                Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @throws ConfigException the server of the URL is not among them
     */
    void require(RepositoryUrl url) throws ConfigException {
        if (url.scheme() == RepositoryUrl.Scheme.FILE) {
            return; // nothing is sent
        }
        var host = url.host().toLowerCase(Locale.ROOT);
        if (names.contains(host) || names.contains(host + ":" + url.port())) {
            return;
        }
        throw new ConfigException(
                List.of(
                        "spec.repository.credentialsSecretRef: the Secret does not say that it may go to %s; %s"
                                .formatted(
                                        SpecReader.shown(host),
                                        (names.isEmpty()
                                                        ? "add the key hosts: %s"
                                                        : "add %s to its key hosts")
                                                .formatted(SpecReader.shown(host)))));
    }
}
