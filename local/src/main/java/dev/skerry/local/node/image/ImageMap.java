package dev.skerry.local.node.image;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which program of this machine stands for which image. Patterns are tried in the order of the
 * file, {@code *} stands for any characters; an exact name wins over every pattern.
 */
public final class ImageMap {
    /** What an image would have carried: its entry point and its environment. */
    public record Program(List<String> command, Map<String, String> env) {
        public Program {
            command = command == null ? List.of() : List.copyOf(command);
            env = env == null ? Map.of() : Map.copyOf(env);
        }

        private List<String> command(Container container) {
            return command.stream()
                    .map(word -> word.replace(TEMPORARY, container.temporary().toString()))
                    .map(word -> word.replace(MEMORY, Long.toString(container.memory())))
                    .toList();
        }
    }

    /**
     * What a program cannot find out where it is a mere process.
     *
     * @param temporary the pod's own folder for temporary files
     * @param memory limit in bytes
     */
    public record Container(Path temporary, long memory) {}

    /** In a program's command: the pod's own folder for temporary files. */
    public static final String TEMPORARY = "${temporary}";

    /** In a program's command: the container's memory limit in bytes. */
    public static final String MEMORY = "${limits.memory}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Program>> SHAPE =
            new TypeReference<>() {};

    private final Map<String, Program> programs;

    public ImageMap(Map<String, Program> programs) {
        this.programs = new LinkedHashMap<>(programs);
    }

    /**
     * Reads the file that maps images.
     *
     * @throws IOException when the file is absent or not a JSON object of {@code pattern: {command,
     *     env}}
     */
    public static ImageMap read(Path file) throws IOException {
        try {
            return new ImageMap(JSON.readValue(file.toFile(), SHAPE));
        } catch (IOException e) {
            throw new IOException(
                    file
                            + ": not an image map; write {\"image\": {\"command\": [..], \"env\":"
                            + " {}}}: "
                            + e.getMessage(),
                    e);
        }
    }

    public Optional<Program> find(String image) {
        var exact = programs.get(image);
        if (exact != null) return Optional.of(exact);
        return programs.entrySet().stream()
                .filter(e -> matches(e.getKey(), image))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Kubernetes' rule: {@code command} replaces the entry point, {@code args} follow either.
     *
     * @param command of the pod, already expanded
     * @param args of the pod, already expanded
     * @param container what placeholders in the map's own words stand for
     * @return empty when there is nothing to run
     */
    public Optional<List<String>> commandLine(
            String image, List<String> command, List<String> args, Container container) {
        var line =
                new ArrayList<>(
                        command.isEmpty()
                                ? find(image).map(p -> p.command(container)).orElse(List.of())
                                : command);
        if (line.isEmpty()) return Optional.empty();
        line.addAll(args);
        return Optional.of(List.copyOf(line));
    }

    /** A name for what runs under this image, different when the mapped program is. */
    public String imageId(String image) {
        var what = find(image).map(p -> String.join("\0", p.command())).orElse("");
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest((image + '\0' + what).getBytes(StandardCharsets.UTF_8));
            return "process://" + image + "@sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean matches(String pattern, String image) {
        var regex = new StringBuilder();
        for (var part : Objects.requireNonNull(pattern).split("\\*", -1)) {
            if (!regex.isEmpty()) regex.append(".*");
            regex.append(part.isEmpty() ? "(?:)" : Pattern.quote(part));
        }
        return Pattern.matches(regex.toString(), image);
    }
}
