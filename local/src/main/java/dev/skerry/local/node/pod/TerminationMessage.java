package dev.skerry.local.node.pod;

import dev.skerry.local.node.log.LastLines;
import dev.skerry.local.node.state.PodFolder;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** A container's last words, at most 4096 bytes. */
final class TerminationMessage {
    private static final int LONGEST = 4096;

    private TerminationMessage() {}

    static String read(PodFolder folder, Container container, int restart, boolean failed) {
        var file = folder.terminationLog(container.getName());
        try (var in = Files.newInputStream(file)) {
            var words = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            if (!words.isEmpty()) return words;
        } catch (IOException e) {
            // the container may have removed the file; then it has nothing to say
        }
        boolean fallback = "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy());
        return fallback && failed ? LastLines.of(folder.log(container.getName(), restart)) : "";
    }
}
