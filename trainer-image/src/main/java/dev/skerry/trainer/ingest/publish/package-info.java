/**
 * Vectors leave the trainer: as points of the vector store and as an artifact in object storage.
 * Points belong to a run; nothing here touches those of another one.
 */
package dev.skerry.trainer.ingest.publish;
