package dev.skerry.trainer.ingest.parse;

import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form.AUGMENTATION;
import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form.DYNAMIC_IMPORT;
import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form.EXPORT_FROM;
import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form.IMPORT;
import static dev.skerry.trainer.ingest.parse.EcmaScriptFile.Form.REQUIRE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Name;
import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Reference;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcmaScriptParserTest {

    private static final EcmaScriptParser PARSER = new EcmaScriptParser();

    @AfterAll
    static void close() {
        PARSER.close();
    }

    private static EcmaScriptFile parse(String path, String source) {
        return parse(path, source.getBytes(UTF_8));
    }

    private static EcmaScriptFile parse(String path, byte[] source) {
        var file = new SourceFile(0, path, Language.ofPath(path).orElseThrow(), source.length);
        return PARSER.parse(file, source);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    import './x'                                     | IMPORT          | false
                    import a from "./x";                             | IMPORT          | false
                    import a, {b as c, type D} from './x'            | IMPORT          | false
                    import * as n from './x'                         | IMPORT          | false
                    import {} from './x'                             | IMPORT          | false
                    import d from './x' with {type: 'json'}          | IMPORT          | false
                    import /* why */ {a} /* not */ from /**/ './x'   | IMPORT          | false
                    import type {E} from './x'                       | IMPORT          | true
                    import type E from './x'                         | IMPORT          | true
                    import type * as E from './x'                    | IMPORT          | true
                    import {type A, type B as C} from './x'          | IMPORT          | true
                    import {type as} from './x'                      | IMPORT          | true
                    import type from './x'                           | IMPORT          | false
                    import type, {a} from './x'                      | IMPORT          | false
                    import {type} from './x'                         | IMPORT          | false
                    import {type as a} from './x'                    | IMPORT          | false
                    import f = require('./x')                        | IMPORT          | false
                    export import g = require('./x')                 | IMPORT          | false
                    import type h = require('./x')                   | IMPORT          | true
                    export {a} from './x'                            | EXPORT_FROM     | false
                    export {a as b, default as c} from './x'         | EXPORT_FROM     | false
                    export type {A} from './x'                       | EXPORT_FROM     | true
                    export {type A} from './x'                       | EXPORT_FROM     | true
                    export * from './x'                              | EXPORT_FROM     | false
                    export * as ns from './x'                        | EXPORT_FROM     | false
                    export type * from './x'                         | EXPORT_FROM     | true
                    const a = require('./x')                         | REQUIRE         | false
                    const a = require(`./x`).default                 | REQUIRE         | false
                    const {a} = require(/* the */ "./x",)            | REQUIRE         | false
                    require.resolve('./x')                           | REQUIRE         | false
                    if (a) { f(() => require('./x')) }               | REQUIRE         | false
                    await import('./x')                              | DYNAMIC_IMPORT  | false
                    lazy(() => import(/* webpackChunkName: "c" */ './x')) | DYNAMIC_IMPORT | false
                    import(`./x`).then(m => m.a)                     | DYNAMIC_IMPORT  | false
                    const r = {component: import('./x')}             | DYNAMIC_IMPORT  | false
                    let a = import('./x') as any                     | DYNAMIC_IMPORT  | false
                    let a: import('./x').A                           | TYPE_IMPORT     | true
                    let a: typeof import('./x')                      | TYPE_IMPORT     | true
                    type A = import('./x').B.C                       | TYPE_IMPORT     | true
                    function f(a: Promise<import('./x').A>): void {} | TYPE_IMPORT     | true
                    let a = b as import('./x').A                     | TYPE_IMPORT     | true
                    export {}; declare module './x' { }              | AUGMENTATION    | true
                    /// <reference path="./x" />                     | REFERENCE_PATH  | true
                    /// <reference types="./x" preserve="true" />    | REFERENCE_TYPES | true
                    """)
    void everyStatementNamesItsModule(String source, EcmaScriptFile.Form form, boolean typeOnly) {
        var file = parse("a.ts", source);
        assertThat(file.references())
                .extracting(
                        Reference::specifier,
                        Reference::form,
                        Reference::typeOnly,
                        Reference::computed)
                .containsExactly(tuple("./x", form, typeOnly, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    const s = "import a from './x'"
                    // import a from './x'
                    /* require('./x') */
                    const t = `require('./x')`
                    a.require('./x')
                    import.meta.url
                    require.cache['./x']
                    require()
                    requires('./x')
                    import A = B.C
                    declare module 'x' { }
                    declare module '*.css' { }
                    export const from = './x'
                    """)
    void whatOnlyLooksLikeAnImportIsNone(String source) {
        assertThat(parse("a.ts", source).references()).isEmpty();
    }

    @Test
    void argumentsThatAreNoLiteralsAreComputed() {
        var file =
                parse(
                        "a.js",
                        """
                        require(name)
                        require('./' + name)
                        import(`./${name}.js`)
                        """);
        assertThat(file.references()).allMatch(Reference::computed);
        assertThat(file.references())
                .extracting(Reference::line, Reference::specifier)
                .containsExactly(
                        tuple(1, "name"), tuple(2, "'./' + name"), tuple(3, "`./${name}.js`"));
    }

    @Test
    void namesOfImportsAreKept() {
        var file =
                parse(
                        "a.ts",
                        "import a, {b as c, type D, 'e-f' as g} from './x'; export * as ns from './y'");
        assertThat(file.references().get(0).names())
                .containsExactly(
                        new Name("default", "a"),
                        new Name("b", "c"),
                        new Name("D", "D"),
                        new Name("e-f", "g"));
        assertThat(file.references().get(1).names()).containsExactly(new Name("*", "ns"));
    }

    @Test
    void exportedNamesAreKnown() {
        var file =
                parse(
                        "a.ts",
                        """
                        export const a = 1, b = 2;
                        export const {c, d: e, ...f} = x, [g] = y;
                        export function h() {}
                        export async function* i() {}
                        export abstract class J {}
                        export interface K {}
                        export type L = string
                        export enum M {}
                        export namespace N {}
                        export declare const o: number
                        export declare function p(): void
                        @dec() export class Q {}
                        const r = 1, s = 2
                        export { r, s as t }
                        export default s
                        """);
        assertThat(file.exports())
                .containsOnlyKeys(
                        "a", "b", "c", "e", "f", "g", "h", "i", "J", "K", "L", "M", "N", "o", "p",
                        "Q", "r", "t", "default");
        assertThat(file.exports()).containsEntry("t", "s").containsEntry("default", "s");
    }

    @Test
    void aNamedDefaultExportIsNoNamedExport() {
        assertThat(parse("a.ts", "export default class A {}").exports())
                .containsOnlyKeys("default");
        assertThat(parse("a.js", "export default async function* a() {}").exports())
                .containsOnlyKeys("default");
    }

    @Test
    void linesAreThoseOfTheStatement() {
        var file =
                parse(
                        "a.js",
                        "\uFEFF#!/usr/bin/env node\r\n\r\nimport {\r\n  a,\r\n} from './a'\r\nrequire('./b')\r\n");
        assertThat(file.references()).extracting(Reference::line).containsExactly(3, 6);
    }

    @Test
    void flowIsReadWithTheGrammarThatKnowsTypes() {
        var file =
                parse(
                        "a.js",
                        """
                        // @flow
                        import type {A} from './a';
                        import typeof B from './b';
                        import {c, type D} from './c';
                        function f(x: ?string): A<T> { return (x: any); }
                        export type {E} from './e';
                        """);
        assertThat(file.notes()).isEmpty();
        assertThat(file.references())
                .extracting(Reference::specifier, Reference::typeOnly)
                .containsExactly(
                        tuple("./a", true),
                        tuple("./b", true),
                        tuple("./c", false),
                        tuple("./e", true));
    }

    @Test
    void jsxAndDecoratorsDoNotHurt() {
        var jsx =
                parse(
                        "a.jsx",
                        "import A from './a'\nexport default () => <A b={require('./b')}>it's</A>\n");
        assertThat(jsx.references()).extracting(Reference::form).containsExactly(IMPORT, REQUIRE);
        var tsx =
                parse(
                        "a.tsx",
                        "import A from './a'\n@A() class B<T,> { @a b = <A<T>>{import('./c')}</A> }\n");
        assertThat(tsx.references())
                .extracting(Reference::form)
                .containsExactly(IMPORT, DYNAMIC_IMPORT);
    }

    @Test
    void aBrokenFileYieldsWhatItCanAndANote() {
        var file = parse("a.ts", "import a from './a'\nfunction ( {{{ \nexport * from './b'\n");
        assertThat(file.references()).extracting(Reference::specifier).contains("./a");
        assertThat(file.notes()).singleElement().asString().contains("syntax errors");
        var binary = parse("a.js", "import a from './a'\n\u00ff\u00fe = (\n".getBytes(ISO_8859_1));
        assertThat(binary.references()).extracting(Reference::specifier).containsExactly("./a");
        assertThat(binary.notes()).anyMatch(note -> note.contains("UTF-8"));
    }

    @Test
    void augmentationsOfPackagesCountOnlyInModules() {
        assertThat(
                        parse("a.d.ts", "import 'vue'; declare module 'vue' { interface A {} }")
                                .references())
                .extracting(Reference::form)
                .containsExactly(IMPORT, AUGMENTATION);
        assertThat(parse("a.d.ts", "declare module 'vue' { export * from './x' }").references())
                .extracting(Reference::form)
                .contains(EXPORT_FROM);
    }

    @Test
    void deepNestingEndsInTime() {
        var file = parse("a.js", "import './a'\n" + "[".repeat(200_000));
        assertThat(file.file().path()).isEqualTo("a.js");
        var calls = parse("a.js", "import './a'\n" + "require(".repeat(50_000));
        assertThat(calls.file().path()).isEqualTo("a.js");
    }

    @Test
    void aFileOverTheTimeLimitHasANoteAndTheNextOneIsRead() {
        try (var hasty = new EcmaScriptParser(Duration.ZERO)) {
            byte[] large = "const a = {b: [1, 2, 3]};\n".repeat(20_000).getBytes(UTF_8);
            var file = new SourceFile(0, "a.js", Language.JAVASCRIPT, large.length);
            assertThat(hasty.parse(file, large).notes()).isNotEmpty();
        }
        assertThat(parse("b.js", "import './a'").references()).hasSize(1);
    }
}
