package dev.skerry.local.controlplane;

import java.nio.file.Path;

/**
 * One process as {@code skerry status} shows it.
 *
 * @param name such as {@code etcd}
 * @param pid 0 when it does not run
 * @param rssBytes resident memory; 0 when unknown
 * @param healthy it runs and its health endpoint said so just now
 * @param detail empty when healthy, else what is wrong
 * @param log its log file
 */
public record ServiceHealth(
        String name, long pid, long rssBytes, boolean healthy, String detail, Path log) {}
