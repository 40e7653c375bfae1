package dev.skerry.trainer.job;

import dev.skerry.api.Network;
import dev.skerry.artifacts.ObjectKeys;
import dev.skerry.artifacts.StorageSettings;
import dev.skerry.trainer.ingest.fetch.AddressRules;
import dev.skerry.trainer.ingest.publish.VectorStoreAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of a workload, read once. See the contract for the variables.
 *
 * @param workDir where temporary folders are made
 * @param resumeFrom key prefix of a checkpoint in the job's bucket
 * @param gitCredentialsDir holds the keys of the repository's Secret, one file each
 */
record Workplace(
        Path jobFile,
        Optional<Path> tokenFile,
        Optional<Path> caFile,
        Path workDir,
        Optional<Path> gitCredentialsDir,
        String podUid,
        Optional<String> resumeFrom,
        boolean allowFileUrls,
        AddressRules addresses,
        StorageSettings storage,
        VectorStoreAddress vectors) {

    /** Where last words go; known before anything else is. */
    static Path terminationLog(Map<String, String> environment) {
        return Path.of(value(environment, "SKERRY_TERMINATION_LOG").orElse("/dev/termination-log"));
    }

    static Workplace of(Map<String, String> environment) throws ConfigException {
        var problems = new ArrayList<String>();
        var podUid = value(environment, "SKERRY_POD_UID").orElse("");
        try {
            ObjectKeys.requireUid(podUid);
        } catch (IllegalArgumentException e) {
            problems.add(
                    "SKERRY_POD_UID: is not this pod's metadata.uid; give it by the downward API");
        }
        StorageSettings storage = null;
        try {
            storage = StorageSettings.fromEnvironment(environment);
        } catch (IllegalArgumentException e) {
            problems.addAll(e.getMessage().lines().toList());
        }
        var vectors = VectorStoreAddress.fromEnvironment(environment, problems);
        boolean files = flag(environment, "SKERRY_ALLOW_FILE_URLS", problems);
        boolean privates = flag(environment, "SKERRY_ALLOW_PRIVATE_ADDRESSES", problems);
        var denied = networks(environment, "SKERRY_DENIED_NETWORKS", problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Workplace(
                Path.of(value(environment, "SKERRY_JOB_FILE").orElse("/etc/skerry/job.json")),
                value(environment, "SKERRY_TOKEN_FILE").map(Path::of),
                value(environment, "SKERRY_CA_FILE").map(Path::of),
                Path.of(
                        value(environment, "SKERRY_WORK_DIR")
                                .orElse(System.getProperty("java.io.tmpdir"))),
                value(environment, "SKERRY_GIT_CREDENTIALS_DIR").map(Path::of),
                podUid,
                value(environment, "SKERRY_RESUME_FROM"),
                files,
                new AddressRules(privates, denied),
                storage,
                vectors.orElseThrow());
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
    }

    private static List<Network> networks(
            Map<String, String> environment, String name, List<String> problems) {
        var networks = new ArrayList<Network>();
        for (var text : value(environment, name).orElse("").split("[,\\s]+")) {
            try {
                if (!text.isEmpty()) {
                    networks.add(Network.parse(text));
                }
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        }
        return networks;
    }

    private static boolean flag(
            Map<String, String> environment, String name, List<String> problems) {
        var text = value(environment, name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(name + ": \"" + text + "\" is neither true nor false");
        }
        return text.equals("true");
    }
}
