package dev.skerry.trainer.ingest;

import static dev.skerry.trainer.ingest.HostileText.bomb;
import static dev.skerry.trainer.ingest.HostileText.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Configuration that asks for work out of all proportion to its size. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConfigurationBudgetTest {

    private enum Bomb {
        SETUP_SCRIPT(Map.of("setup.py", "package_dir={".repeat(40_000), "a.py", "import a\n")),
        DOTTED_TABLE(Map.of("pyproject.toml", "a.".repeat(40_000) + "a=1\n", "a.py", "import a\n")),
        MANY_PROJECTS(
                bomb(
                        m -> {
                            for (int i = 0; i < 1500; i++) m.put("p" + i + "/pyproject.toml", "");
                            for (int i = 0; i < 1500; i++)
                                m.put("q" + i + "/x.py", "import nothing\n");
                            m.put("a.py", numbered(10_000, i -> "import e" + i + "\n"));
                        })),
        MANY_ROOTS(
                bomb(
                        m -> {
                            m.put(
                                    "pyproject.toml",
                                    "[tool.setuptools.package-dir]\n"
                                            + numbered(20_000, i -> "a" + i + "=\".\"\n"));
                            for (int i = 0; i < 1000; i++)
                                m.put("q" + i + "/x.py", "import nothing" + i + "\n");
                        })),
        PATTERNS(
                bomb(
                        m -> {
                            m.put(
                                    "tsconfig.json",
                                    "{\"compilerOptions\":{\"paths\":{"
                                            + numbered(10_000, i -> "\"a*b" + i + "\":[\"./x\"],")
                                            + "\"z\":[]}}}");
                            m.put("a.ts", numbered(10_000, i -> "import 'a" + i + "'\n"));
                        })),
        TARGETS(
                bomb(
                        m -> {
                            m.put(
                                    "tsconfig.json",
                                    "{\"compilerOptions\":{\"paths\":{\"*\":["
                                            + numbered(20_000, i -> "\"./d" + i + "/*\",")
                                            + "\"./z\"]}}}");
                            m.put("a.ts", numbered(3_000, i -> "import 'a" + i + "'\n"));
                        })),
        ROOT_DIRS(
                bomb(
                        m -> {
                            m.put(
                                    "tsconfig.json",
                                    "{\"compilerOptions\":{\"rootDirs\":["
                                            + numbered(1_000, i -> "\".\",")
                                            + numbered(1000, i -> "\"r" + i + "\",")
                                            + "\".\"]}}");
                            m.put("a.ts", numbered(3_000, i -> "import './a" + i + "'\n"));
                        })),
        INCLUDES(
                bomb(
                        m -> {
                            m.put(
                                    "tsconfig.json",
                                    "{\"include\":["
                                            + numbered(
                                                    9_000,
                                                    i ->
                                                            "\"**/*a*a*a*a*a*a*a*a*a*a*a*a*b"
                                                                    + i
                                                                    + "\",")
                                            + "\"./z\"]}");
                            for (int i = 0; i < 2000; i++)
                                m.put(
                                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                                + i
                                                + ".ts",
                                        "import 'x'");
                        })),
        WORKSPACES(
                bomb(
                        m -> {
                            m.put(
                                    "package.json",
                                    "{\"workspaces\":["
                                            + numbered(
                                                    900, i -> "\"w/" + "*a".repeat(200) + i + "\",")
                                            + "\"z\"]}");
                            for (int i = 0; i < 1000; i++)
                                m.put(
                                        "w/" + "a".repeat(200) + i + "/package.json",
                                        "{\"name\":\"n" + i + "\"}");
                            m.put("a.ts", "import 'n1'\n");
                        })),
        NESTED_WORKSPACES(
                bomb(
                        m -> {
                            for (int i = 0; i < 3000; i++)
                                m.put(
                                        "w" + i + "/package.json",
                                        "{\"name\":\"n\",\"workspaces\":[\"**\"]}");
                            m.put("a.ts", "import 'n1'\n");
                        })),
        REFERENCE_CHAIN(
                bomb(
                        m -> {
                            for (int i = 0; i < 2000; i++) {
                                m.put(
                                        "p" + i + "/tsconfig.json",
                                        "{\"references\":[{\"path\":\"../p"
                                                + (i + 1)
                                                + "\"}],\"compilerOptions\":{\"outDir\":\"dist\"}}");
                                m.put("p" + i + "/package.json", "{\"name\":\"n" + i + "\"}");
                                m.put("p" + i + "/a.ts", "import '../dist/x'\n");
                            }
                        })),
        SAME_REFERENCES(
                bomb(
                        m -> {
                            for (int i = 0; i < 40; i++) {
                                m.put(
                                        "p" + i + "/tsconfig.json",
                                        "{\"references\":["
                                                + numbered(
                                                        8_000,
                                                        j -> "{\"path\":\"../p" + j % 40 + "\"},")
                                                + "{}]}");
                            }
                            m.put("a.ts", "import 'n1'\n");
                        })),
        INHERITED_PATHS(
                bomb(
                        m -> {
                            m.put(
                                    "base.json",
                                    "{\"compilerOptions\":{\"paths\":{"
                                            + numbered(10_000, i -> "\"a" + i + "\":[\"./x\"],")
                                            + "\"z\":[]}}}");
                            for (int i = 0; i < 2000; i++) {
                                m.put("p" + i + "/tsconfig.json", "{\"extends\":\"../base.json\"}");
                                m.put("p" + i + "/a.ts", "import 'b'\n");
                            }
                        })),
        INHERITED_OPTIONS(
                bomb(
                        m -> {
                            for (int i = 0; i < 60; i++) {
                                int at = i;
                                m.put(
                                        "c" + i + ".json",
                                        "{\"extends\":\"./c"
                                                + (i + 1)
                                                + ".json\",\"compilerOptions\":{"
                                                + numbered(
                                                        3000, j -> "\"o" + at + "_" + j + "\":1,")
                                                + "\"z\":1}}");
                            }
                            m.put("tsconfig.json", "{\"extends\":\"./c0.json\"}");
                            m.put("a.ts", "import 'b'\n");
                        })),
        OUTPUT_ROOTS(
                bomb(
                        m -> {
                            m.put("package.json", "{\"name\":\"n\"}");
                            m.put(
                                    "tsconfig.json",
                                    "{\"compilerOptions\":{\"outDir\":\"dist\"},\"include\":["
                                            + numbered(9_000, i -> "\"r" + i + "/**\",")
                                            + "\"z\"]}");
                            m.put("a.ts", numbered(3_000, i -> "import './dist/a" + i + "'\n"));
                        })),
        EXPORTS(
                bomb(
                        m -> {
                            m.put(
                                    "package.json",
                                    "{\"name\":\"n\",\"exports\":{"
                                            + numbered(20_000, i -> "\"./a*" + i + "\":\"./x\",")
                                            + "\"./z\":\"./z\"},\"imports\":{"
                                            + numbered(20_000, i -> "\"#a*" + i + "\":\"./x\",")
                                            + "\"#z\":\"./z\"}}");
                            m.put(
                                    "a.ts",
                                    numbered(
                                            5_000,
                                            i -> "import 'n/b" + i + "'\nimport '#b" + i + "'\n"));
                        })),
        EXPORT_CONDITIONS(
                bomb(
                        m -> {
                            m.put(
                                    "package.json",
                                    "{\"name\":\"n\",\"exports\":{\".\":{"
                                            + numbered(60_000, i -> "\"c" + i + "\":{},")
                                            + "\"z\":{}}}}");
                            m.put("a.ts", "import 'n'\n".repeat(20_000));
                        })),
        DEEP_FOLDERS(
                bomb(
                        m -> {
                            m.put(
                                    "d/".repeat(3000) + "a.ts",
                                    numbered(5_000, i -> "import 'x" + i + "'\n"));
                            m.put(
                                    "d/".repeat(3000) + "a.py",
                                    numbered(5_000, i -> "import x" + i + "\n"));
                        }));

        private final Map<String, String> files;

        Bomb(Map<String, String> files) {
            this.files = files;
        }
    }

    @Test
    void whatIsLeftOutIsSaid() {
        assertThat(HostileText.resolved(Bomb.NESTED_WORKSPACES.files).notes().values())
                .contains(
                        "the globs of workspaces take too long to match: some members do not"
                                + " count");
        assertThat(HostileText.resolved(Bomb.INCLUDES.files).notes().values())
                .contains(
                        "lists in it, or in what it extends, are too long: only their first entries count");
        assertThat(HostileText.resolved(Bomb.DEEP_FOLDERS.files).notes().values())
                .contains("not read: its path has over 4096 characters or 256 folders");
    }

    @ParameterizedTest
    @EnumSource
    void configurationThatAsksForMuchWorkEndsInSeconds(Bomb bomb) {
        assertThat(HostileText.resolving(bomb.files)).isLessThan(Duration.ofSeconds(10));
    }
}
