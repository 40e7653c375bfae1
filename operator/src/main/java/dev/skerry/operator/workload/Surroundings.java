package dev.skerry.operator.workload;

import java.util.Map;

/**
 * Where a pod finds what every workload needs, from configuration.
 *
 * @param reportUrl without a slash at its end
 * @param reportCa PEM
 * @param reportSeconds wished time between two reports
 * @param environment of the object storage's client
 * @param secretName holds the keys of object storage
 */
public record Surroundings(
        String reportUrl,
        String reportCa,
        int reportSeconds,
        Map<String, String> environment,
        String secretName) {}
