package dev.skerry.trainer.ingest.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile.Reference;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EcmaScriptSkeletonTest {

    private static final EcmaScriptParser PARSER = new EcmaScriptParser();
    private static final String BODY =
            " const result = compute(first, second); return result + offset * 2; ";

    private static String kept(String source) {
        byte[] bytes = source.getBytes(UTF_8);
        int[] parts = EcmaScriptSkeleton.of(bytes);
        var kept = new StringBuilder();
        for (int i = 0; i < parts.length; i += 2) {
            kept.append(new String(bytes, parts[i], parts[i + 1] - parts[i], UTF_8));
        }
        return kept.toString();
    }

    @Test
    void bodiesWithoutImportsAreLeftOut() {
        assertThat(
                        kept(
                                "import a from 'a'\nfunction f() {"
                                        + BODY
                                        + "}\nexport class A {"
                                        + BODY
                                        + "}\n"))
                .isEqualTo("import a from 'a'\nfunction f() {}\nexport class A {}\n");
    }

    @Test
    void whatHoldsAnImportIsKept() {
        String lazy = "function f() { if (x) {" + BODY + "} return import('./lazy') }";
        assertThat(kept(lazy)).isEqualTo("function f() { if (x) {} return import('./lazy') }");
    }

    @Test
    void namesInBracesAreKept() {
        String names =
                " alpha, beta, gamma, delta, epsilon, zeta, eta, theta, iota, kappa, lambda ";
        String source =
                "import x, {"
                        + names
                        + "} from 'a'\nexport {"
                        + names
                        + "}\nexport const {"
                        + names
                        + "} = y\n";
        assertThat(kept(source + "f({" + BODY + "})")).isEqualTo(source + "f({})");
    }

    @Test
    void bracesInStringsTemplatesCommentsAndExpressionsDoNotCount() {
        for (var noise :
                List.of(
                        "'}'",
                        "\"{\"",
                        "`}${`{`}}`",
                        "/[/}]\\/{/.test(a)",
                        "a / b / c /* } */",
                        "b // {\n")) {
            assertThat(kept("f(() => { a = " + noise + ";" + BODY + "})"))
                    .as(noise)
                    .isEqualTo("f(() => {})");
        }
    }

    @Test
    void bracesThatDoNotMatchLeaveTheWholeFile() {
        assertThat(kept("}" + BODY)).isEmpty();
        assertThat(kept("{{" + BODY + "}")).isEmpty();
        assertThat(kept("{".repeat(10_000))).isEmpty();
    }

    @Property(tries = 300)
    void noImportIsEverLost(@ForAll("programs") List<String> pieces) {
        String source = String.join("\n", pieces);
        var expected = new ArrayList<String>();
        for (int at = source.indexOf("'./m"); at >= 0; at = source.indexOf("'./m", at + 1)) {
            expected.add(source.substring(at + 1, source.indexOf('\'', at + 1)));
        }
        byte[] bytes = source.getBytes(UTF_8);
        var file =
                PARSER.parse(new SourceFile(0, "a.tsx", Language.TYPESCRIPT, bytes.length), bytes);
        assertThat(file.references())
                .extracting(Reference::specifier)
                .containsExactlyElementsOf(expected);
    }

    @Provide
    Arbitrary<List<String>> programs() {
        return Arbitraries.of(
                        "import a from './m1';",
                        "export { b } from './m2';",
                        "function f() {" + BODY + "}",
                        "function g() {" + BODY + " require('./m3'); {" + BODY + "} }",
                        "const h = () => {" + BODY + " return import('./m4') };",
                        "const j = <p className={`a ${b ? '{' : \"}\"} c`}>it's {c.map(d => {"
                                + BODY
                                + "})}</p>;",
                        "const k = a / b / {valueOf() {" + BODY + "}};",
                        "const l = /['\"`{/]/.test(`}`) ? {" + "a: 1, ".repeat(12) + "} : null;",
                        "// don't { stop",
                        "/* it's } over */",
                        "class M<T extends {a: string}> { n = {"
                                + "b: 2, ".repeat(12)
                                + "}; o() {"
                                + BODY
                                + "} }")
                .list()
                .ofMaxSize(12);
    }
}
