package dev.skerry.trainer.ingest.resolve.ecmascript;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile;
import dev.skerry.trainer.ingest.parse.EcmaScriptParser;
import dev.skerry.trainer.ingest.parse.Language;
import dev.skerry.trainer.ingest.resolve.EdgeKind;
import dev.skerry.trainer.ingest.resolve.Resolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A small repository after parsing and resolving, one line of text for each result:
 *
 * <pre>
 * a.ts:1 static ./b -> b.ts
 * a.ts:2 external react (react)
 * a.ts:3 missing ./gone
 * </pre>
 */
final class Resolved {

    private static final String HEADING = "--- ";

    /** One for all tests of the run, because its queries take a while to compile. */
    private static final EcmaScriptParser PARSER = new EcmaScriptParser();

    private Resolved() {}

    /**
     * @param text files, each under a line {@code --- path}
     */
    static List<String> of(String text) {
        var contents = new LinkedHashMap<String, byte[]>();
        for (var part : ("\n" + text).split("\n" + HEADING)) {
            int end = part.indexOf('\n');
            if (!part.isBlank()) {
                String path = end < 0 ? part : part.substring(0, end);
                contents.put(
                        path.strip(), (end < 0 ? "" : part.substring(end + 1)).getBytes(UTF_8));
            }
        }
        return of(contents);
    }

    static List<String> of(Map<String, byte[]> contents) {
        var tree = new TestTree(contents);
        var files = new ArrayList<EcmaScriptFile>();
        synchronized (PARSER) {
            for (var source : tree.sources()) {
                if (source.language() == Language.JAVASCRIPT
                        || source.language() == Language.TYPESCRIPT) {
                    files.add(PARSER.parse(source, contents.get(source.path())));
                }
            }
        }
        var resolver = new EcmaScriptResolver(tree, files);
        var lines = new ArrayList<String>();
        files.forEach(file -> resolver.resolve(file, new Lines(tree, lines)));
        return lines;
    }

    private record Lines(TestTree tree, List<String> lines) implements Resolver.Sink {
        @Override
        public void edge(int source, int target, EdgeKind kind, int line, String specifier) {
            add(
                    source,
                    line,
                    kind.id() + " " + specifier + " -> " + tree.sources().get(target).path());
        }

        @Override
        public void external(int source, int line, String specifier, String packageName) {
            add(source, line, "external " + specifier + " (" + packageName + ")");
        }

        @Override
        public void unresolved(int source, int line, String specifier, Resolver.Reason reason) {
            add(source, line, reason.name().toLowerCase(Locale.ROOT) + " " + specifier);
        }

        private void add(int source, int line, String rest) {
            lines.add(tree.sources().get(source).path() + ":" + line + " " + rest);
        }
    }
}
