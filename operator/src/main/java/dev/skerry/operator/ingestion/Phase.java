package dev.skerry.operator.ingestion;

/** The summary of a job's conditions. */
enum Phase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUSPENDED("Suspended"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    final String id;

    Phase(String id) {
        this.id = id;
    }
}
