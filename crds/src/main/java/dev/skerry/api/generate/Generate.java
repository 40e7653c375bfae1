package dev.skerry.api.generate;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes {@code k8s/*.yaml} and {@code schemas/*.json} of this module and {@code docs/reference};
 * with {@code --check} only compares.
 */
public final class Generate {
    private Generate() {}

    /**
     * @param arguments the module's folder, then optionally {@code --check}
     */
    public static void main(String[] arguments) throws IOException {
        var module = Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath();
        var files = files();
        if (arguments.length > 1 && arguments[1].equals("--check")) {
            for (var file : files.entrySet()) check(module.resolve(file.getKey()), file.getValue());
            return;
        }
        for (var file : files.entrySet()) {
            var target = module.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
            System.out.println("generated " + file.getKey());
        }
    }

    /** What is generated: content by path below the module's folder. */
    public static Map<String, String> files() {
        var files = new TreeMap<String, String>();
        for (var kind : KindDescription.ALL) {
            var crd = Crds.of(kind);
            files.put(
                    "k8s/" + crd.getMetadata().getName() + ".yaml",
                    "# Generated from dev.skerry.api; do not edit.\n" + Serialization.asYaml(crd));
            files.put(Reference.path(crd), Reference.page(crd, kind));
        }
        files.putAll(WireSchemas.files());
        return files;
    }

    private static void check(Path file, String expected) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(expected)) {
            throw new IllegalStateException(
                    file
                            + " is out of date; run: mvn -pl crds compile exec:java, and commit what it writes");
        }
    }
}
