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

/** Source files that ask for work out of all proportion to their size. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SourceBudgetTest {

    private enum Bomb {
        CALL_OF_BLANKS(
                "a.py", "__import__(" + " ".repeat(60_000) + "x()" + " ".repeat(60_000) + ")"),
        CHAINED_CALLS("a.py", "__all__ = []\nx" + ".y()".repeat(30_000)),
        NESTED_CALLS("a.py", "import_module(".repeat(3000) + ")".repeat(3000)),
        GUARDED_IMPORTS("a.py", "if TYPE_CHECKING:\n import a\n".repeat(10_000)),
        DOTS(
                "a.py",
                "from " + ".".repeat(100_000) + " import a\nimport " + "a.".repeat(60_000) + "a\n"),
        MANY_MODULES("a.py", "import " + "a,".repeat(100_000) + "a\n"),
        STARS(
                bomb(
                        m -> {
                            for (int i = 0; i < 60; i++) {
                                int self = i;
                                m.put(
                                        "p/m" + i + ".py",
                                        numbered(
                                                        60,
                                                        j ->
                                                                j == self
                                                                        ? ""
                                                                        : "from .m"
                                                                                + j
                                                                                + " import *\n")
                                                + "import os\n".repeat(300));
                            }
                            m.put("p/__init__.py", "");
                            m.put("a.py", numbered(3_000, i -> "from p.m0 import z" + i + "\n"));
                        })),
        STAR_CHAIN(
                bomb(
                        m -> {
                            for (int i = 0; i < 3000; i++)
                                m.put("p/m" + i + ".py", "from .m" + (i + 1) + " import *\n");
                            m.put("p/__init__.py", "");
                            m.put("a.py", "from p.m0 import z\n");
                        })),
        LONG_JAVA_NAME("A.java", "import a." + "b.".repeat(80_000) + "c;\nclass A {}"),
        WILDCARDS(
                bomb(
                        m -> {
                            m.put("B.java", "package a; class B {}");
                            m.put(
                                    "A.java",
                                    "import a.*;\n".repeat(15_000)
                                            + "class A {"
                                            + numbered(15_000, i -> "T" + i + " f;")
                                            + "}");
                        })),
        SAME_TYPE(
                bomb(
                        m -> {
                            for (int i = 0; i < 2000; i++)
                                m.put("m" + i + "/A.java", "package a; class A { A f; }");
                            m.put("B.java", "import a.A;\n".repeat(10_000) + "class B {}");
                        })),
        UNCLOSED_CLASSES("a.ts", "([/".repeat(80_000)),
        ESCAPES("a.js", "\"\\".repeat(100_000)),
        AUGMENTATIONS("a.ts", "declare module 'a'{}\nexport{}\n".repeat(8_000)),
        DEFAULTS("a.ts", "export default 1;export let a=1;\n".repeat(10_000)),
        DYNAMIC("a.ts", "import('a');".repeat(20_000)),
        UNKNOWN_NAMES(
                bomb(
                        m -> {
                            for (int i = 0; i < 100; i++)
                                m.put(
                                        "m" + i + ".ts",
                                        numbered(100, j -> "export * from './m" + j + "'\n"));
                            m.put(
                                    "a.ts",
                                    "import {"
                                            + numbered(4_000, i -> "z" + i + ",")
                                            + "} from './m0'\n");
                            m.put(
                                    "b.ts",
                                    numbered(4_000, i -> "import {z" + i + "} from './m0'\n"));
                        }));

        private final Map<String, String> files;

        Bomb(String path, String content) {
            this(Map.of(path, content));
        }

        Bomb(Map<String, String> files) {
            this.files = files;
        }
    }

    @Test
    void whatIsLeftOutIsSaid() {
        assertThat(HostileText.resolved(Bomb.DOTS.files).notes())
                .containsEntry("a.py", "an import of over 4096 characters is not followed");
        assertThat(HostileText.resolved(Bomb.LONG_JAVA_NAME.files).notes())
                .containsEntry("A.java", "imports of over 4096 characters are left out");
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatAsksForMuchWorkEndsInSeconds(Bomb bomb) {
        assertThat(HostileText.resolving(bomb.files)).isLessThan(Duration.ofSeconds(10));
    }
}
