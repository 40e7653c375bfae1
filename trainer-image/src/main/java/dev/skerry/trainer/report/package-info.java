/**
 * How a workload tells the operator what it does: by HTTP, never in the way of the work, and by
 * other ways where that does not get through.
 */
package dev.skerry.trainer.report;
