package dev.skerry.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A Git repository to be turned into vectors: {@code kubectl get ij}. */
@Group("skerry.dev")
@Version("v1alpha1")
@ShortNames("ij")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z]([-a-z0-9]{0,43}[a-z0-9])?$')",
        message =
                "metadata.name: use 1 to 45 lower-case letters, digits and dashes, beginning with a letter")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Stage", jsonPath = ".status.progress.stage")
@AdditionalPrinterColumn(
        name = "Progress",
        jsonPath = ".status.progress.percent",
        type = Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Files",
        jsonPath = ".status.progress.counters.files",
        type = Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Edges",
        jsonPath = ".status.progress.counters.edges",
        type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Duration", jsonPath = ".status.activeSeconds", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Failure", jsonPath = ".status.failure.class", priority = 1)
@AdditionalPrinterColumn(name = "Collection", jsonPath = ".status.collection", priority = 1)
@AdditionalPrinterColumn(name = "Commit", jsonPath = ".status.result.commit", priority = 1)
@AdditionalPrinterColumn(name = "Waiting on", jsonPath = ".status.waitingOn", priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public final class IngestionJob extends CustomResource<IngestionJobSpec, IngestionJobStatus>
        implements Namespaced {
    /** What {@code kubectl explain} says of the kind. */
    public static final String DESCRIPTION =
            "Turns a Git repository into its import graph and a Node2Vec vector of every source file: points in a collection of the vector store, and a versioned artifact in S3. See it run: kubectl get ij -w.";
}
