package dev.skerry.trainer.ingest.resolve.ecmascript;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages of the repository, to their sources. */
class PackageResolutionTest {

    private static List<String> main(String files) {
        return Resolved.of(files).stream().filter(line -> line.contains("main.")).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--- package.json\n{\"workspaces\": [\"packages/*\"]}\n",
                "--- package.json\n{\"workspaces\": {\"packages\": [\"./packages/**\", \"!packages/other/*\"]}}\n",
                "--- pnpm-workspace.yaml\npackages:\n  - 'packages/*' # all\n  - \"!**/test/**\"\n",
                "--- lerna.json\n{\"version\": \"1.0.0\"}\n",
                "--- rush.json\n{\"projects\": [{\"packageName\": \"lib\", \"projectFolder\": \"packages/lib\"}]}\n",
            })
    void aWorkspaceMayBeDeclaredInManyWays(String workspace) {
        assertThat(
                        main(
                                workspace
                                        + """
                                        --- packages/lib/package.json
                                        {"name": "@org/lib", "main": "dist/index.js"}
                                        --- packages/lib/src/index.ts
                                        --- packages/app/main.ts
                                        import '@org/lib'
                                        """))
                .containsExactly(
                        "packages/app/main.ts:1 static @org/lib -> packages/lib/src/index.ts");
    }

    @Test
    void aPackageOutsideOfTheWorkspaceIsNotMeant() {
        assertThat(
                        main(
                                """
                                --- package.json
                                {"workspaces": ["packages/*", "!packages/debug"]}
                                --- packages/debug/package.json
                                {"name": "debug"}
                                --- packages/debug/index.js
                                --- test/fixtures/react/package.json
                                {"name": "react"}
                                --- test/fixtures/react/index.js
                                --- packages/a/main.js
                                import 'react'
                                import 'debug'
                                """))
                .containsExactly(
                        "packages/a/main.js:1 external react (react)",
                        "packages/a/main.js:2 external debug (debug)");
    }

    @Test
    void exportsAreFollowedToWhatIsCommitted() {
        assertThat(
                        main(
                                """
                                --- package.json
                                {"workspaces": ["*"]}
                                --- lib/package.json
                                {"name": "lib", "exports": {
                                  ".": {"types": "./dist/index.d.ts", "import": "./dist/index.js", "@org/source": "./src/entry.ts"},
                                  "./features/*": "./src/features/*.ts",
                                  "./features/private/*": null,
                                  "./modes": {"require": "./cjs.cjs", "import": "./esm.mjs"},
                                  "./list": ["./gone.js", "./src/list.ts"],
                                  "./style.css": "./style.css",
                                  "./package.json": "./package.json"
                                }}
                                --- lib/src/entry.ts
                                --- lib/src/features/a.ts
                                --- lib/src/features/private/b.ts
                                --- lib/src/list.ts
                                --- lib/cjs.cjs
                                --- lib/esm.mjs
                                --- lib/style.css
                                --- app/main.ts
                                import 'lib'
                                import 'lib/features/a'
                                import 'lib/features/private/b'
                                import 'lib/modes'
                                require('lib/modes')
                                import 'lib/list'
                                import 'lib/style.css'
                                import 'lib/package.json'
                                import 'lib/gone'
                                """))
                .containsExactly(
                        "app/main.ts:1 static lib -> lib/src/entry.ts",
                        "app/main.ts:2 static lib/features/a -> lib/src/features/a.ts",
                        "app/main.ts:3 missing lib/features/private/b",
                        "app/main.ts:4 static lib/modes -> lib/esm.mjs",
                        "app/main.ts:5 static lib/modes -> lib/cjs.cjs",
                        "app/main.ts:6 static lib/list -> lib/src/list.ts",
                        "app/main.ts:7 external lib/style.css ((asset))",
                        "app/main.ts:8 external lib/package.json ((asset))",
                        "app/main.ts:9 missing lib/gone");
    }

    @Test
    void importsAndSelfReferencesBelongToTheEnclosingPackage() {
        assertThat(
                        main(
                                """
                                --- package.json
                                {"name": "self", "exports": {".": "./lib/index.js", "./x": "./lib/x.js"},
                                 "imports": {"#dep": "chalk", "#in/*": "./lib/internal/*.js", "#cond": {"node": "./lib/n.js", "default": "./lib/d.js"}}}
                                --- lib/index.js
                                --- lib/x.js
                                --- lib/n.js
                                --- lib/d.js
                                --- lib/internal/a.js
                                --- test/main.js
                                import 'self'
                                import 'self/x'
                                import '#dep'
                                import '#in/a'
                                import '#cond'
                                import '#gone'
                                """))
                .containsExactly(
                        "test/main.js:1 static self -> lib/index.js",
                        "test/main.js:2 static self/x -> lib/x.js",
                        "test/main.js:3 external #dep (chalk)",
                        "test/main.js:4 static #in/a -> lib/internal/a.js",
                        "test/main.js:5 static #cond -> lib/n.js",
                        "test/main.js:6 missing #gone");
    }

    @Test
    void outputsThatAreNotCommittedLeadToTheirSources() {
        assertThat(
                        main(
                                """
                                --- package.json
                                {"workspaces": ["*"]}
                                --- configured/package.json
                                {"name": "configured", "main": "build/out/start.js", "exports": {".": "./build/out/start.js", "./u": "./build/out/util.js"}}
                                --- configured/tsconfig.json
                                {"compilerOptions": {"outDir": "build/out", "rootDir": "code"}}
                                --- configured/code/start.ts
                                --- configured/code/util/index.ts
                                --- formats/package.json
                                {"name": "formats", "exports": {"./a": {"import": "./dist/esm/a.mjs", "types": "./dist/types/a.d.ts"}}}
                                --- formats/src/a.tsx
                                --- other/package.json
                                {"name": "other", "source": "./in/other.ts", "main": "dist/bundle.js"}
                                --- other/in/other.ts
                                --- lost/package.json
                                {"name": "lost", "exports": {"./thing": "./dist/bundle.js"}}
                                --- lost/src/deep/bundle.ts
                                --- app/main.ts
                                import 'configured'
                                import 'configured/u'
                                import 'formats/a'
                                import 'other'
                                import 'lost/thing'
                                """))
                .containsExactly(
                        "app/main.ts:1 static configured -> configured/code/start.ts",
                        "app/main.ts:2 static configured/u -> configured/code/util/index.ts",
                        "app/main.ts:3 static formats/a -> formats/src/a.tsx",
                        "app/main.ts:4 static other -> other/in/other.ts",
                        "app/main.ts:5 missing lost/thing");
    }

    @Test
    void dependenciesByPathLeadThere() {
        assertThat(
                        main(
                                """
                                --- app/package.json
                                {"dependencies": {"near": "file:./near", "linked": "link:../linked", "far": "^1.0.0"}}
                                --- app/near/package.json
                                {"name": "near"}
                                --- app/near/index.js
                                --- linked/package.json
                                {"name": "another-name", "main": "m"}
                                --- linked/m.js
                                --- far/package.json
                                {"name": "far"}
                                --- far/index.js
                                --- app/main.js
                                import 'near'
                                import 'linked'
                                import 'far'
                                """))
                .containsExactly(
                        "app/main.js:1 static near -> app/near/index.js",
                        "app/main.js:2 static linked -> linked/m.js",
                        "app/main.js:3 external far (far)");
    }

    @Test
    void brokenPackagesStopNothing() {
        for (var broken :
                new String[] {
                    "",
                    "[",
                    "[]",
                    "3",
                    "{\"name\": 3, \"exports\": 4, \"workspaces\": {\"packages\": {}}}",
                    "{\"name\": \"__proto__\", \"main\": \"../../../../etc/passwd\", \"exports\": {\".\": \"../../x.js\"}}",
                    "{\"name\": \"lib\", \"main\": \".\", \"workspaces\": [\"../..\", \"**\", \"\", 4]}",
                    "{\"name\": \"lib\", \"exports\": {\".\": {\"import\": {\"import\": [[[{}]], null]}}}}",
                    "{\"name\": \"lib\", \"dependencies\": [\"lib\"], \"imports\": {\"#a\": \"#a\"}}",
                    "{\"name\": \"lib\", \"exports\": " + "{\"import\":".repeat(3000),
                }) {
            assertThat(
                            main(
                                    "--- package.json\n"
                                            + broken
                                            + "\n--- main.js\nimport './b'\nimport 'lib'\nimport '#a'\n--- b.js\n"))
                    .as(broken.substring(0, Math.min(60, broken.length())))
                    .hasSize(3)
                    .contains("main.js:1 static ./b -> b.js");
        }
    }
}
