package dev.skerry.trainer.ingest.resolve.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.skerry.trainer.ingest.resolve.RepositoryPaths;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The projects of a repository (folders with {@code pyproject.toml}, {@code setup.cfg}, {@code
 * setup.py} or {@code pytest.ini}) and the roots that they declare. Only literals are read; nothing
 * of the repository is run.
 */
final class PythonProjects {

    private static final Pattern MAPPING = Pattern.compile("package_dir\\s*=\\s*\\{([^{}]*)}");
    private static final Pattern MAPPED =
            Pattern.compile("[\"']([\\w.]*)[\"']\\s*:\\s*[\"']([^\"'\\n]*)[\"']");
    private static final Pattern FIND =
            Pattern.compile(
                    "find(?:_namespace)?_packages\\(\\s*(?:where\\s*=\\s*)?[\"']([^\"'\\n]+)[\"']");
    private static final TomlMapper TOML = new TomlMapper();
    private static final int MOST_ROOTS = 200;

    private final RepositoryTree tree;
    private final Map<String, Set<PythonRoot>> roots = new TreeMap<>();
    private final Set<PythonRoot> declared = new HashSet<>();

    PythonProjects(RepositoryTree tree) {
        this.tree = tree;
        for (var path : tree.filesNamed("pyproject.toml")) {
            text(path).ifPresent(text -> pyproject(project(path), text));
        }
        for (var path : tree.filesNamed("setup.cfg")) {
            text(path).ifPresent(text -> ini(project(path), text));
        }
        for (var path : tree.filesNamed("pytest.ini")) {
            text(path).ifPresent(text -> ini(project(path), text));
        }
        for (var path : tree.filesNamed("setup.py")) {
            text(path).ifPresent(text -> setupScript(project(path), text));
        }
        roots.values().forEach(declared::addAll);
    }

    /**
     * Folder of each project to what it declares, by path; a project without declarations has its
     * own folder.
     */
    Map<String, Set<PythonRoot>> byProject() {
        return roots;
    }

    boolean declares(PythonRoot root) {
        return declared.contains(root);
    }

    private Optional<String> text(String path) {
        return tree.read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private String project(String path) {
        var directory = RepositoryPaths.parent(path);
        var own = roots.computeIfAbsent(directory, ignored -> new LinkedHashSet<>());
        var src = RepositoryPaths.join(directory, "src");
        if (tree.isDirectory(src) && !tree.isFile(src + "/__init__.py")) {
            own.add(PythonRoot.of(src));
        }
        own.add(PythonRoot.of(directory));
        return directory;
    }

    private void declare(String project, String prefix, String folder) {
        if (roots.get(project).size() >= MOST_ROOTS) {
            tree.note(
                    RepositoryPaths.join(project, "pyproject.toml"),
                    "the project declares over %d roots: only the first count"
                            .formatted(MOST_ROOTS));
            return;
        }
        RepositoryPaths.resolve(project, folder)
                .filter(tree::isDirectory)
                .ifPresent(directory -> roots.get(project).add(new PythonRoot(prefix, directory)));
    }

    private void pyproject(String project, String text) {
        JsonNode root;
        try {
            root = TOML.readTree(text);
        } catch (IOException | RuntimeException | StackOverflowError malformed) {
            return;
        }
        var tool = root.path("tool");
        tool.at("/setuptools/package-dir")
                .properties()
                .forEach(entry -> declare(project, entry.getKey(), entry.getValue().asText()));
        for (var place :
                List.of(
                        tool.at("/setuptools/packages/find/where"),
                        tool.at("/pytest/ini_options/pythonpath"),
                        tool.at("/pdm/build/package-dir"),
                        tool.at("/maturin/python-source"),
                        tool.at("/uv/build-backend/module-root"),
                        tool.at("/hatch/build/sources"),
                        tool.at("/hatch/build/targets/wheel/sources"),
                        tool.at("/pyright/extraPaths"),
                        tool.at("/ruff/src"))) {
            strings(place).forEach(folder -> declare(project, "", folder));
        }
        for (var item : tool.at("/poetry/packages")) {
            declare(project, "", item.path("from").asText("."));
        }
        strings(tool.at("/hatch/build/targets/wheel/packages"))
                .forEach(folder -> declare(project, "", RepositoryPaths.parent(folder)));
    }

    private static List<String> strings(JsonNode node) {
        var values = new ArrayList<String>();
        if (node.isTextual()) {
            values.addAll(List.of(node.asText().trim().split("\\s+")));
        }
        if (node.isArray()) {
            node.forEach(item -> values.add(item.asText()));
        }
        return values;
    }

    /**
     * {@code [options] package_dir}, {@code [options.packages.find] where} and pytest's {@code
     * pythonpath}.
     */
    private void ini(String project, String text) {
        String section = "";
        String key = "";
        for (var line : text.lines().toList()) {
            var content = line.strip();
            if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
                continue;
            }
            if (content.startsWith("[") && content.endsWith("]")) {
                section = content.substring(1, content.length() - 1).strip();
                key = "";
                continue;
            }
            int equals = content.indexOf('=');
            String value = content;
            if (!Character.isWhitespace(line.charAt(0)) && equals > 0) {
                key = content.substring(0, equals).strip();
                value = content.substring(equals + 1).strip();
            }
            iniValue(project, section, key, value);
        }
    }

    private void iniValue(String project, String section, String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        switch (section + "/" + key) {
            case "options/package_dir" -> {
                int equals = value.indexOf('=');
                if (equals >= 0) {
                    declare(
                            project,
                            value.substring(0, equals).strip(),
                            value.substring(equals + 1).strip());
                }
            }
            case "options.packages.find/where" -> declare(project, "", value);
            case "tool:pytest/pythonpath", "pytest/pythonpath" -> {
                for (var folder : value.split("\\s+")) {
                    declare(project, "", folder);
                }
            }
            default -> {}
        }
    }

    private void setupScript(String project, String text) {
        var mapping = MAPPING.matcher(text);
        while (mapping.find()) {
            {
                var entry = MAPPED.matcher(mapping.group(1));
                while (entry.find()) {
                    declare(project, entry.group(1), entry.group(2));
                }
            }
        }
        var find = FIND.matcher(text);
        while (find.find()) {
            declare(project, "", find.group(1));
        }
    }
}
