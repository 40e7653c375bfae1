package dev.skerry.trainer.ingest.publish;

import static java.util.Objects.requireNonNull;

/**
 * Where points come from; part of each one's payload.
 *
 * @param namespace of the job
 * @param job its name
 * @param jobUid tells it from a former job of the same name
 * @param run from 1
 * @param runId unique for each pod
 */
public record Origin(
        String namespace,
        String job,
        String jobUid,
        int run,
        String repoUrl,
        String commit,
        String runId) {

    public Origin {
        requireNonNull(namespace);
        requireNonNull(job);
        requireNonNull(jobUid);
        requireNonNull(repoUrl);
        requireNonNull(commit);
        if (runId.isBlank()) {
            throw new IllegalArgumentException(
                    "runId: is empty; points without a run cannot be told apart");
        }
    }
}
