package dev.skerry.trainer.job;

import dev.skerry.trainer.ingest.embed.Node2VecSettings;
import dev.skerry.trainer.ingest.fetch.Selection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A job file that was checked, with every default filled in.
 *
 * @param uid of the resource
 * @param reportUrl empty where there is no operator
 * @param reportKey where the last report goes in object storage
 * @param collection full name
 * @param runId of this pod's points
 * @param revision empty for the repository's HEAD
 * @param inputs a fingerprint of all that the result depends on besides the commit
 */
record IngestionOrder(
        String namespace,
        String name,
        String uid,
        int run,
        int attempt,
        Optional<URI> reportUrl,
        Duration reportInterval,
        String bucket,
        String artifactName,
        String reportKey,
        String collection,
        String runId,
        String repositoryUrl,
        String revision,
        Selection selection,
        Node2VecSettings embedding,
        String inputs,
        JobLimits limits) {}
