package dev.skerry.trainer.job;

import dev.skerry.trainer.ingest.IngestResult;
import dev.skerry.trainer.ingest.embed.EmbeddingTable;
import dev.skerry.trainer.ingest.publish.EmbeddedFiles;

/** An ingestion's result as points. */
record IngestedFiles(IngestResult result, EmbeddingTable table) implements EmbeddedFiles {

    IngestedFiles(IngestResult result) {
        this(result, result.vectors().orElseThrow());
    }

    @Override
    public int size() {
        return result.files().size();
    }

    @Override
    public String path(int index) {
        return result.files().get(index).path();
    }

    @Override
    public String language(int index) {
        return result.files().get(index).language().id();
    }

    @Override
    public boolean isolated(int index) {
        return result.isIsolated(index);
    }

    @Override
    public int dimensions() {
        return table.dimensions();
    }

    @Override
    public void vector(int index, float[] into) {
        table.row(index, into);
    }
}
