package dev.skerry.artifacts;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * A publisher in a process of its own; its second file is a pipe that nobody writes, so it never
 * comes to an end.
 */
final class KilledPublisher {

    private KilledPublisher() {}

    public static void main(String[] args) throws Exception {
        var settings =
                StorageSettings.of(
                        URI.create(args[0]),
                        System.getenv("AWS_ACCESS_KEY_ID"),
                        System.getenv("AWS_SECRET_ACCESS_KEY"),
                        "us-east-1");
        try (var storage = new ObjectStorage(settings)) {
            new ArtifactStore(storage, args[1])
                    .publish(
                            Publications.by(
                                    "pod-killed",
                                    Map.of("a.bin", Path.of(args[2]), "b.bin", Path.of(args[3]))));
        }
    }
}
