package dev.skerry.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the system says about processes. */
public final class Processes {
    private Processes() {}

    /** Resident bytes by pid; those that have ended are left out. */
    public static Map<Long, Long> memory(List<Long> pids) throws IOException {
        if (pids.isEmpty()) return Map.of();
        return Files.isDirectory(Path.of("/proc/self")) ? byProc(pids) : byPs(pids);
    }

    private static Map<Long, Long> byProc(List<Long> pids) {
        Map<Long, Long> bytes = new HashMap<>();
        for (long pid : pids) {
            try {
                for (String line :
                        Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                    if (line.startsWith("VmRSS:")) {
                        bytes.put(pid, Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024);
                    }
                }
            } catch (IOException e) {
                bytes.remove(pid); // it has ended
            }
        }
        return bytes;
    }

    private static Map<Long, Long> byPs(List<Long> pids) throws IOException {
        String list = pids.stream().map(String::valueOf).collect(Collectors.joining(","));
        Process ps =
                new ProcessBuilder("ps", "-o", "pid=,rss=", "-p", list)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Map<Long, Long> bytes = new HashMap<>();
        try (var reader = ps.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length == 2) {
                    bytes.put(Long.parseLong(fields[0]), Long.parseLong(fields[1]) * 1024);
                }
            }
        }
        return bytes;
    }
}
