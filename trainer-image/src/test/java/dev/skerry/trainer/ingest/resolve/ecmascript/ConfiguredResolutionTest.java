package dev.skerry.trainer.ingest.resolve.ecmascript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Aliases of tsconfig.json and jsconfig.json. */
class ConfiguredResolutionTest {

    @Test
    void theLongestPatternWinsAndSubstitutionsAreTriedInOrder() {
        assertThat(
                        Resolved.of(
                                """
                                --- tsconfig.json
                                {
                                  // comments and trailing commas are fine
                                  "compilerOptions": {
                                    "baseUrl": ".",
                                    "paths": {
                                      "*": ["vendor/*"],
                                      "@/*": ["gone/*", "src/*"],
                                      "@/deep/*": ["deep/*"],
                                      "exact": ["src/exact.ts"],
                                      "@lib/*.js": ["src/lib/*.ts"],
                                    },
                                  },
                                }
                                --- src/main.ts
                                import '@/a'
                                import '@/deep/b'
                                import 'exact'
                                import '@lib/c.js'
                                import 'v'
                                import 'src/a'
                                import '@/gone'
                                import 'react'
                                --- src/a.ts
                                --- src/exact.ts
                                --- src/lib/c.ts
                                --- deep/b.ts
                                --- vendor/v.ts
                                """))
                .containsExactly(
                        "src/main.ts:1 static @/a -> src/a.ts",
                        "src/main.ts:2 static @/deep/b -> deep/b.ts",
                        "src/main.ts:3 static exact -> src/exact.ts",
                        "src/main.ts:4 static @lib/c.js -> src/lib/c.ts",
                        "src/main.ts:5 static v -> vendor/v.ts",
                        "src/main.ts:6 static src/a -> src/a.ts",
                        "src/main.ts:7 missing @/gone",
                        "src/main.ts:8 external react (react)");
    }

    @Test
    @Timeout(60)
    void configurationsThatExtendEachOtherInManyWaysAreEachReadOnce() {
        var tree = new StringBuilder();
        for (int level = 0; level < 40; level++) {
            for (int i = 0; i < 3; i++) {
                var name = level == 0 ? "tsconfig" + (i == 0 ? "" : i) : "c" + level + "_" + i;
                tree.append("--- ").append(name).append(".json\n");
                tree.append(
                        "{\"extends\": [\"./c%1$d_0\", \"./c%1$d_1\", \"./c%1$d_2\"]}\n"
                                .formatted(level + 1));
            }
        }
        tree.append(
                "--- c40_2.json\n{\"compilerOptions\": {\"paths\": {\"@/*\": [\"./src/*\"]}}}\n");
        tree.append("--- src/main.ts\nimport '@/a'\n--- src/a.ts\n");
        assertThat(Resolved.of(tree.toString()))
                .containsExactly("src/main.ts:1 static @/a -> src/a.ts");
    }

    @Test
    void extendedConfigurationsKeepTheirOwnPlace() {
        assertThat(
                        Resolved.of(
                                """
                                --- package.json
                                {"workspaces": ["tooling", "app"]}
                                --- tooling/package.json
                                {"name": "@org/tooling"}
                                --- tooling/base.json
                                {"compilerOptions": {"paths": {"tool/*": ["./src/*"], "own/*": ["${configDir}/src/*"]}}}
                                --- tooling/src/t.ts
                                --- config/jsx.json
                                {"compilerOptions": {"rootDirs": ["${configDir}/src", "${configDir}/generated"]}}
                                --- app/tsconfig.json
                                {"extends": ["@org/tooling/base", "../config/jsx.json"]}
                                --- app/package.json
                                {"name": "app"}
                                --- app/src/main.ts
                                import 'tool/t'
                                import 'own/other'
                                import './made'
                                --- app/src/other.ts
                                --- app/generated/made.ts
                                """))
                .containsExactly(
                        "app/src/main.ts:1 static tool/t -> tooling/src/t.ts",
                        "app/src/main.ts:2 static own/other -> app/src/other.ts",
                        "app/src/main.ts:3 static ./made -> app/generated/made.ts");
    }

    @Test
    void aSolutionSpeaksThroughTheProjectThatIncludesTheFile() {
        assertThat(
                        Resolved.of(
                                """
                                --- tsconfig.json
                                {"files": [], "references": [{"path": "./tsconfig.app.json"}, {"path": "./tsconfig.node.json"}]}
                                --- tsconfig.app.json
                                {"compilerOptions": {"paths": {"@/*": ["./src/*"]}}, "include": ["src"]}
                                --- tsconfig.node.json
                                {"compilerOptions": {"paths": {"@/*": ["./node/*"]}}, "include": ["*.config.ts"]}
                                --- src/main.ts
                                import '@/x'
                                --- vite.config.ts
                                import '@/x'
                                --- tests/a.spec.ts
                                import '@/x'
                                --- src/x.ts
                                --- node/x.ts
                                """))
                .containsExactly(
                        "src/main.ts:1 static @/x -> src/x.ts",
                        "tests/a.spec.ts:1 static @/x -> src/x.ts",
                        "vite.config.ts:1 static @/x -> node/x.ts");
    }

    @Test
    void theNearestConfigurationWins() {
        assertThat(
                        Resolved.of(
                                """
                                --- tsconfig.json
                                {"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}
                                --- jsconfig.json
                                {"compilerOptions": {"paths": {"~/*": ["./src/*"]}}}
                                --- sub/jsconfig.json
                                {"compilerOptions": {"paths": {"@/*": ["./*"]}}}
                                --- sub/main.js
                                import '@/x'
                                --- sub/x.js
                                --- main.ts
                                import '@/x'
                                import '~/x'
                                --- src/x.ts
                                """))
                .containsExactly(
                        "main.ts:1 static @/x -> src/x.ts",
                        "main.ts:2 static ~/x -> src/x.ts",
                        "sub/main.js:1 static @/x -> sub/x.js");
    }

    @Test
    void brokenConfigurationsConfigureNothingAndStopNothing() {
        for (var config :
                new String[] {
                    "",
                    "{",
                    "[]",
                    "null",
                    "{\"extends\": \"./tsconfig.json\"}",
                    "{\"extends\": [\"./other.json\", 3, null, \"../../../x\", \"\"]}",
                    "{\"extends\": {}, \"compilerOptions\": []}",
                    "{\"compilerOptions\": {\"paths\": [], \"baseUrl\": 7, \"rootDirs\": {\"a\": 1}, \"outDir\": []}}",
                    "{\"compilerOptions\": {\"paths\": {\"*\": \"x\", \"\": [\"\"], \"a**b\": [null], \"__proto__\": [\"./b\"]}}}",
                    "{\"include\": [\""
                            + "**/".repeat(300)
                            + "*\"], \"exclude\": \"{a,{b,{c\", \"files\": 3}",
                    "{\"references\": [{\"path\": \".\"}, {}, 4, {\"path\": \"./tsconfig.json\"}]}",
                    "{\"a\": " + "[".repeat(5000),
                }) {
            assertThat(
                            Resolved.of(
                                    "--- tsconfig.json\n"
                                            + config
                                            + "\n--- other.json\n{\"extends\": \"./tsconfig\"}\n--- a.ts\nimport './b'\n--- b.ts\n"))
                    .as(config.substring(0, Math.min(60, config.length())))
                    .containsExactly("a.ts:1 static ./b -> b.ts");
        }
    }
}
