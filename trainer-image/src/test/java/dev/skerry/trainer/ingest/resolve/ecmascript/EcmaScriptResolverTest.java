package dev.skerry.trainer.ingest.resolve.ecmascript;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcmaScriptResolverTest {

    private static final String FILES =
            """
            --- src/a.ts
            --- src/both.ts
            --- src/both.js
            --- src/view.tsx
            --- src/old.js
            --- src/old.jsx
            --- src/m.mts
            --- src/c.cts
            --- src/types.d.ts
            --- src/dir/index.ts
            --- src/pkg/package.json
            {"main": "./lib/start"}
            --- src/pkg/lib/start.js
            --- src/style.css
            --- src/data.json
            --- src/App.vue
            --- src/dotted.config.ts
            --- README
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ./a                 | static ./a -> src/a.ts
                    ./a.ts              | static ./a.ts -> src/a.ts
                    ./a.js              | static ./a.js -> src/a.ts
                    ./both              | static ./both -> src/both.ts
                    ./both.js           | static ./both.js -> src/both.ts
                    ./view              | static ./view -> src/view.tsx
                    ./view.js           | static ./view.js -> src/view.tsx
                    ./view.jsx          | static ./view.jsx -> src/view.tsx
                    ./old               | static ./old -> src/old.js
                    ./m.mjs             | static ./m.mjs -> src/m.mts
                    ./c.cjs             | static ./c.cjs -> src/c.cts
                    ./types             | static ./types -> src/types.d.ts
                    ./dir               | static ./dir -> src/dir/index.ts
                    ./dir/              | static ./dir/ -> src/dir/index.ts
                    ./dir/index.js      | static ./dir/index.js -> src/dir/index.ts
                    ./pkg               | static ./pkg -> src/pkg/lib/start.js
                    ./dotted.config     | static ./dotted.config -> src/dotted.config.ts
                    ../src/./dir/../a   | static ../src/./dir/../a -> src/a.ts
                    ./a?worker          | static ./a?worker -> src/a.ts
                    raw-loader!./a      | static raw-loader!./a -> src/a.ts
                    ./style.css         | external ./style.css ((asset))
                    ./style.css?inline  | external ./style.css?inline ((asset))
                    ./data              | external ./data ((asset))
                    ./App.vue           | external ./App.vue ((asset))
                    ../README           | external ../README ((asset))
                    ./A                 | missing ./A
                    ./gone              | missing ./gone
                    ../../outside       | missing ../../outside
                    ./a/                | missing ./a/
                    react               | external react (react)
                    react/jsx-runtime   | external react/jsx-runtime (react)
                    @scope/name/deep    | external @scope/name/deep (@scope/name)
                    fs/promises         | external fs/promises (node:fs)
                    node:fs             | external node:fs (node:fs)
                    https://a.b/c.js    | external https://a.b/c.js (https://a.b)
                    virtual:pages       | external virtual:pages (virtual:pages)
                    @/a                 | missing @/a
                    ~/a                 | missing ~/a
                    #internal           | missing #internal
                    /src/a.ts           | static /src/a.ts -> src/a.ts
                    """)
    void aSpecifierLeadsWhereTheCompilerAndNodeSay(String specifier, String expected) {
        assertThat(Resolved.of(FILES + "--- src/main.ts\nimport '" + specifier + "'\n"))
                .containsExactly("src/main.ts:1 " + expected);
    }

    @Test
    void aScriptPrefersWhatRuns() {
        assertThat(
                        Resolved.of(
                                FILES
                                        + "--- src/main.js\nrequire('./both'); require('./both.js'); import('./a.js')\n"))
                .containsExactly(
                        "src/main.js:1 static ./both -> src/both.js",
                        "src/main.js:1 static ./both.js -> src/both.js",
                        "src/main.js:1 dynamic ./a.js -> src/a.ts");
    }

    @Test
    void kindsFollowTheStatement() {
        assertThat(
                        Resolved.of(
                                """
                                --- a.ts
                                /// <reference path="b.ts" />
                                import type {T} from './b'
                                import {type U} from './b'
                                export {x} from './b'
                                const y = import('./b')
                                let z: import('./b').Z
                                require(y)
                                --- b.ts
                                """))
                .containsExactly(
                        "a.ts:1 type-only b.ts -> b.ts",
                        "a.ts:2 type-only ./b -> b.ts",
                        "a.ts:3 type-only ./b -> b.ts",
                        "a.ts:4 re-export ./b -> b.ts",
                        "a.ts:5 dynamic ./b -> b.ts",
                        "a.ts:6 type-only ./b -> b.ts",
                        "a.ts:7 computed y");
    }

    @Test
    void namesAreFollowedThroughBarrelsToTheirDefiners() {
        assertThat(
                        Resolved.of(
                                """
                                --- main.ts
                                import Main, {a, renamed, deep, own, ns, passed} from './barrel'
                                --- barrel/index.ts
                                import p from '../p'
                                export {a} from './a'
                                export {b as renamed, default} from './b'
                                export * from './nested'
                                export * as ns from './n'
                                export {p as passed}
                                export const own = 1
                                --- barrel/a.ts
                                export const a = 1
                                --- barrel/b.ts
                                export function b() {}
                                export default class B {}
                                --- barrel/nested.ts
                                export * from './other'
                                export * from './deep'
                                --- barrel/other.ts
                                export const other = 1
                                --- barrel/deep.ts
                                export const deep = 1
                                --- barrel/n.ts
                                --- p.ts
                                export default 1
                                """))
                .filteredOn(line -> line.startsWith("main.ts"))
                .containsExactly(
                        "main.ts:1 static ./barrel -> barrel/index.ts",
                        "main.ts:1 re-export-target ./barrel -> barrel/b.ts",
                        "main.ts:1 re-export-target ./barrel -> barrel/a.ts",
                        "main.ts:1 re-export-target ./barrel -> barrel/deep.ts",
                        "main.ts:1 re-export-target ./barrel -> barrel/n.ts",
                        "main.ts:1 re-export-target ./barrel -> p.ts");
    }

    @Test
    void barrelsThatReExportEachOtherEnd() {
        assertThat(
                        Resolved.of(
                                """
                                --- main.js
                                import {x, gone} from './a'
                                --- a.js
                                export * from './b'
                                export * from './a'
                                export {gone} from './b'
                                --- b.js
                                export * from './a'
                                export {gone} from './a'
                                export * from './x'
                                --- x.js
                                export const x = 1
                                """))
                .filteredOn(line -> line.startsWith("main.js"))
                .contains("main.js:1 static ./a -> a.js", "main.js:1 re-export-target ./a -> x.js");
    }

    @Test
    void aLongChainOfBarrelsEnds() {
        var text = new StringBuilder("--- main.js\nimport {x} from './m0'\n");
        for (int i = 0; i < 3000; i++) {
            text.append("--- m")
                    .append(i)
                    .append(".js\nexport * from './m")
                    .append(i + 1)
                    .append("'\n");
        }
        assertThat(Resolved.of(text.toString())).contains("main.js:1 static ./m0 -> m0.js");
    }

    @Test
    void augmentationsReferToWhatTheyAugment() {
        assertThat(
                        Resolved.of(
                                """
                                --- a.ts
                                import {x} from 'pkg'
                                declare module './b' { interface B {} }
                                declare module 'pkg' { interface P {} }
                                --- ambient.d.ts
                                declare module 'untyped' { import x from 'pkg'; export default x }
                                --- b.ts
                                """))
                .containsExactly(
                        "a.ts:1 external pkg (pkg)",
                        "a.ts:2 type-only ./b -> b.ts",
                        "a.ts:3 external pkg (pkg)",
                        "ambient.d.ts:1 external pkg (pkg)");
    }
}
