package dev.skerry.local.cluster;

import java.util.List;
import java.util.Map;

/**
 * Arms the fault points of operator and trainer, where {@code SKERRY_FAULT_POINTS} of the
 * environment of {@code skerry up} names a folder. They are told on their command lines, so nobody
 * who talks to the cluster can do the same.
 */
final class FaultPoints {
    private FaultPoints() {}

    /** Options of the JVM; none where nothing is armed. */
    static List<String> options(Map<String, String> environment) {
        var folder = environment.getOrDefault("SKERRY_FAULT_POINTS", "");
        return folder.isBlank() ? List.of() : List.of("-Ddev.skerry.fault.points=" + folder);
    }
}
