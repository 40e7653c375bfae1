package dev.skerry.trainer.ingest.parse;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The imports of a Java file, the types it declares and the types it names.
 *
 * @param packageName empty for the unnamed package
 * @param topLevelTypes simple names
 * @param declaredNames simple names of all types and type parameters declared anywhere in the file
 * @param headerNames simple names used outside the bodies of top-level types, where nested types
 *     are not in scope
 * @param references simple ({@code Foo}) and qualified ({@code a.b.Foo}, {@code Foo.Bar}) names
 *     that may be types, to the line of their first use
 */
public record JavaFile(
        SourceFile file,
        String packageName,
        List<Import> imports,
        Set<String> topLevelTypes,
        Set<String> declaredNames,
        Set<String> headerNames,
        Map<String, Integer> references,
        List<String> notes)
        implements ParsedFile {

    /**
     * An import declaration.
     *
     * @param name dotted, without {@code .*}
     */
    public record Import(String name, boolean isStatic, boolean wildcard, int line) {
        /** As written, without {@code import} and {@code static}. */
        public String specifier() {
            return wildcard ? name + ".*" : name;
        }
    }
}
