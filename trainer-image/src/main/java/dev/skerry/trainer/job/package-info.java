/**
 * The programs of job pods: they are told everything by files and environment, report by HTTP, and
 * end with an exit code and last words that name why.
 */
package dev.skerry.trainer.job;
