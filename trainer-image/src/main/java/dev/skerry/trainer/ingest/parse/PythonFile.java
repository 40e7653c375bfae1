package dev.skerry.trainer.ingest.parse;

import java.util.List;
import java.util.Set;

/**
 * The imports of a Python file and what other files may import from it.
 *
 * @param imports in the order of the file
 * @param definitions names of classes, functions and variables bound at module level
 * @param exported the literal strings of {@code __all__}
 */
public record PythonFile(
        SourceFile file,
        List<Import> imports,
        Set<String> definitions,
        Set<String> exported,
        List<String> notes)
        implements ParsedFile {

    /** How a module is named. */
    public enum Form {
        /** {@code import a.b}: one for each module of the statement. */
        IMPORT,
        /** {@code from a.b import x, y}, {@code from . import z}, {@code from a import *}. */
        FROM,
        /** {@code import_module("a.b")} or {@code __import__("a.b")}. */
        CALL,
        /**
         * The same with an argument that only the running program knows; {@link Import#module} is
         * its text.
         */
        COMPUTED
    }

    /**
     * A name of an import; {@code *} for all names.
     *
     * @param boundAs what the importing module calls it
     * @param aliased written with {@code as}; with the same name this is PEP 484's sign for passing
     *     a name on
     */
    public record Name(String name, String boundAs, boolean aliased) {
        static Name plain(String name) {
            return new Name(name, name, false);
        }

        public boolean isStar() {
            return name.equals("*");
        }
    }

    /**
     * One import.
     *
     * @param level leading dots, 0 for an absolute import
     * @param module dotted, without the leading dots; may be empty where there are dots
     * @param typeOnly inside {@code if TYPE_CHECKING:}
     */
    public record Import(
            Form form, int line, int level, String module, List<Name> names, boolean typeOnly) {}
}
