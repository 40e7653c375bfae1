package dev.skerry.operator.ingestion;

import dev.skerry.api.IngestionJobSpec;
import dev.skerry.api.IngestionJobSpec.Repository;
import dev.skerry.api.SecretRef;
import dev.skerry.api.wire.JobFile;
import dev.skerry.operator.workload.PodParts;
import dev.skerry.operator.workload.SecretFiles;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the pod of an IngestionJob has of its own, by the installation's configuration.
 *
 * @param fileUrls whether file:// repositories may be read
 * @param privateAddresses whether servers inside may be read
 * @param deniedNetworks that no server may be in
 * @param vectors address of the vector store as pods reach it
 */
record IngestionPod(
        String image,
        boolean fileUrls,
        boolean privateAddresses,
        Set<String> deniedNetworks,
        String vectors) {
    private static final String VOLUME = "git";
    private static final String FOLDER = "/var/run/secrets/skerry-git";
    private static final String PRIVATE_AUTHORITY = "ca.crt";
    private static final String HOSTS = "hosts";

    PodParts parts(IngestionJobSpec spec) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("SKERRY_ALLOW_FILE_URLS", Boolean.toString(fileUrls));
        environment.put("SKERRY_ALLOW_PRIVATE_ADDRESSES", Boolean.toString(privateAddresses));
        if (!deniedNetworks.isEmpty())
            environment.put(
                    "SKERRY_DENIED_NETWORKS", String.join(",", new TreeSet<>(deniedNetworks)));
        environment.put("QDRANT_URL", vectors);
        var secret = Optional.ofNullable(spec.repository().credentialsSecretRef());
        if (secret.isPresent()) environment.put("SKERRY_GIT_CREDENTIALS_DIR", FOLDER);
        return new PodParts(
                image,
                environment,
                secret.map(SecretRef::name).map(s -> git(s, spec.repository())).stream().toList(),
                secret.map(s -> SecretFiles.mount(VOLUME, FOLDER)).stream().toList(),
                JobFile.Limits.USUAL);
    }

    /**
     * Exactly the keys that the address needs, so that the node says which one is missing; and,
     * where they are there, the server's CA and the servers that the others may go to, which the
     * program asks for.
     */
    private static Volume git(String secret, Repository repository) {
        var keys =
                repository.url().startsWith("ssh:")
                        ? List.of("ssh-privatekey", "known_hosts")
                        : List.of("username", "password");
        return SecretFiles.volume(VOLUME, secret, keys, List.of(PRIVATE_AUTHORITY, HOSTS));
    }
}
