package dev.skerry.tests.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The processes of one cluster on this machine, as the kernel tells them. */
final class Machine {
    private static final Pattern POD = Pattern.compile("SKERRY_POD_UID=([^\\x00]+)");

    /**
     * A process that has to do with the cluster.
     *
     * @param podUid of the pod it belongs to, empty where it is no pod's
     */
    record Running(ProcessHandle handle, String command, Optional<String> podUid) {
        boolean trainer() {
            return podUid.isPresent() && command.contains("IngestionMain");
        }

        @Override
        public String toString() {
            var words = command.replace('\0', ' ').strip();
            return handle.pid() + " " + words.substring(0, Math.min(words.length(), 160));
        }
    }

    private Machine() {}

    /** Whoever names the folder in its command line or environment. */
    static List<Running> processes(Path folder) {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(p -> p.pid() != self)
                .flatMap(p -> of(p, folder))
                .toList();
    }

    static List<Running> trainers(Path folder) {
        return processes(folder).stream().filter(Running::trainer).toList();
    }

    /** What a process has mapped from below the machine's folder for temporary files. */
    static Set<Path> temporaryFiles(ProcessHandle process) {
        var temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "maps"))) {
            return lines.filter(line -> line.contains(" /"))
                    .map(line -> Path.of(line.substring(line.indexOf(" /") + 1)))
                    .filter(file -> file.startsWith(temporary))
                    .filter(file -> !file.toString().contains("hsperfdata"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of(); // ended meanwhile
        }
    }

    private static Stream<Running> of(ProcessHandle process, Path folder) {
        try {
            var at = Path.of("/proc", Long.toString(process.pid()));
            var command = Files.readString(at.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            var environment = Files.readString(at.resolve("environ"), StandardCharsets.ISO_8859_1);
            if (!command.contains(folder.toString()) && !environment.contains(folder.toString()))
                return Stream.empty();
            var pod = POD.matcher(environment);
            return Stream.of(
                    new Running(
                            process,
                            command,
                            pod.find() ? Optional.of(pod.group(1)) : Optional.empty()));
        } catch (IOException e) {
            return Stream.empty(); // ended meanwhile, or somebody else's
        }
    }
}
