package dev.skerry.api;

/** Reasons that only the conditions of an {@link IngestionJob} give. */
public enum IngestionReason implements Reason {
    FETCHING("Fetching", "The repository is being fetched."),
    PARSING("Parsing", "Source files are being parsed."),
    RESOLVING("Resolving", "Imports are being resolved to files."),
    BUILDING_GRAPH("BuildingGraph", "The import graph is being built."),
    EMBEDDING("Embedding", "Vectors are being trained."),
    PUBLISHING("Publishing", "Vectors are being uploaded."),
    REPOSITORY_CLAIMED(
            "RepositoryClaimed",
            "Another job of this namespace already writes the same files to the same collection."),
    COLLECTION_EXISTS(
            "CollectionExists", "The collection is there and holds vectors of the right size."),
    VECTORS_UNAVAILABLE(
            "VectorsUnavailable", "The vector store does not answer; it is asked again."),
    VECTORS_REFUSED("VectorsRefused", "The vector store refuses us; its administrator must act."),
    DIMENSION_MISMATCH(
            "DimensionMismatch",
            "The collection holds vectors of another size than this job makes.");

    private final String id;
    private final String description;

    IngestionReason(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
