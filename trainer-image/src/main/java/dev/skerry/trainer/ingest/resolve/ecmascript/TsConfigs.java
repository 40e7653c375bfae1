package dev.skerry.trainer.ingest.resolve.ecmascript;

import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which configuration speaks for a file. As in the language service: of the nearest directory with
 * a configuration the first one that includes the file, be it the file itself or one that it
 * references; else the same in the directories above. Behind it stands the nearest one with aliases
 * even if it does not include the file, because bundlers and test runners apply aliases to the
 * tests and stories beside a program, too.
 */
final class TsConfigs {

    private static final List<String> NAMES =
            List.of("tsconfig.json", "jsconfig.json", "tsconfig.base.json");
    private static final int MOST_REFERENCED = 2000;

    private final Map<String, List<TsConfig>> byDirectory = new HashMap<>();

    TsConfigs(RepositoryTree tree, TsConfigReader reader) {
        for (var name : NAMES) {
            for (var path : tree.filesNamed(name)) {
                if (!RepositoryPath.hasSegment(path, "node_modules")) {
                    var found = withReferences(path, reader);
                    byDirectory
                            .computeIfAbsent(RepositoryPath.parent(path), _ -> new ArrayList<>())
                            .addAll(found);
                }
            }
        }
    }

    /** The configuration and all that it references, breadth first. */
    static List<TsConfig> withReferences(String path, TsConfigReader reader) {
        var found = new LinkedHashMap<String, TsConfig>();
        var waiting = new ArrayList<>(List.of(path));
        for (int next = 0; next < waiting.size() && next < MOST_REFERENCED; next++) {
            String each = waiting.get(next);
            if (!found.containsKey(each)) {
                reader.read(each)
                        .ifPresent(
                                config -> {
                                    found.put(each, config);
                                    waiting.addAll(config.references());
                                });
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * The configurations whose aliases hold in a file, the authoritative one first; at most two.
     */
    List<TsConfig> of(String file) {
        TsConfig including = null;
        TsConfig beside = null;
        for (String at = RepositoryPath.parent(file); ; at = RepositoryPath.parent(at)) {
            for (var config : byDirectory.getOrDefault(at, List.of())) {
                if (including == null && config.includes(file)) {
                    including = config;
                } else if (beside == null && config.hasAliases() && holdsBeside(config, file)) {
                    beside = config;
                }
            }
            if (including != null || at.isEmpty()) {
                break;
            }
        }
        var configs = new ArrayList<TsConfig>(2);
        if (including != null) {
            configs.add(including);
        }
        if (beside != null) {
            configs.add(beside);
        }
        return configs;
    }

    /** A referenced project of another directory does not speak for files outside of it. */
    private static boolean holdsBeside(TsConfig config, String file) {
        return RepositoryPath.isWithin(config.directory(), file);
    }
}
