package dev.skerry.trainer.ingest.resolve.ecmascript;

import dev.skerry.trainer.ingest.resolve.Effort;
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
    static final int MOST_REFERENCED = 2000;

    /** Steps of matching for one file; a usual one takes some hundred. */
    private static final long MOST_STEPS = 300_000;

    private final RepositoryTree tree;

    private final Map<String, List<TsConfig>> byDirectory = new HashMap<>();

    TsConfigs(RepositoryTree tree, TsConfigReader reader) {
        this.tree = tree;
        for (var name : NAMES) {
            for (var path : tree.filesNamed(name)) {
                if (!RepositoryPath.hasSegment(path, "node_modules")) {
                    var found = reader.withReferences(path);
                    byDirectory
                            .computeIfAbsent(RepositoryPath.parent(path), _ -> new ArrayList<>())
                            .addAll(found);
                }
            }
        }
    }

    /**
     * The configuration and all that it references, breadth first; not more than the effort allows,
     * but always the configuration itself.
     */
    static List<TsConfig> withReferences(String path, TsConfigReader reader, Effort effort) {
        var found = new LinkedHashMap<String, TsConfig>();
        var waiting = new ArrayList<>(List.of(path));
        for (int next = 0; next < waiting.size() && next < MOST_REFERENCED; next++) {
            String each = waiting.get(next);
            if (!found.containsKey(each) && (effort.spend(1) || found.isEmpty())) {
                reader.read(each)
                        .ifPresent(
                                config -> {
                                    found.put(each, config);
                                    if (effort.spend(config.references().size())) {
                                        waiting.addAll(config.references());
                                    }
                                });
            }
        }
        return List.copyOf(found.values());
    }

    /**
     * The configurations whose aliases hold in a file, the authoritative one first; at most two.
     */
    List<TsConfig> of(String file) {
        var effort = new Effort(MOST_STEPS);
        var configs = of(file, effort);
        if (effort.isExhausted()) {
            tree.note(
                    file,
                    "which tsconfig.json includes it takes too long to tell; shorten include and"
                            + " exclude");
        }
        return configs;
    }

    private List<TsConfig> of(String file, Effort effort) {
        TsConfig including = null;
        TsConfig beside = null;
        for (String at = RepositoryPath.parent(file); ; at = RepositoryPath.parent(at)) {
            for (var config : byDirectory.getOrDefault(at, List.of())) {
                if (!effort.spend(1)) {
                    break;
                }
                if (including == null && config.includes(file, effort)) {
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
