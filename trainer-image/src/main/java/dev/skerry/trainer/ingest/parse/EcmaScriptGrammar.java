package dev.skerry.trainer.ingest.parse;

import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/**
 * The grammars of the family, each with its query. Capture names are those of {@link
 * EcmaScriptParser}.
 */
enum EcmaScriptGrammar {
    JAVASCRIPT(TreeSitterJavascript::new, false),
    TYPESCRIPT(TreeSitterTypescript::new, true),
    TSX(TreeSitterTsx::new, true);

    private static final String MODULES =
            """
            (import_statement) @import
            (export_statement source: (_)) @from
            (export_statement !source (export_clause) @clause)
            (export_statement "default" @default)
            (export_statement value: (identifier) @default-name)
            (export_statement declaration: (_ name: (_) @declared))
            (export_statement declaration: (lexical_declaration (variable_declarator name: (_) @declared)))
            (export_statement declaration: (variable_declaration (variable_declarator name: (_) @declared)))
            (call_expression function: (import) @dynamic)
            """;

    private static final String TYPES =
            """
            (import_alias) @import
            (export_statement declaration: (ambient_declaration (_ name: (_) @declared)))
            (export_statement declaration: (ambient_declaration (_ (variable_declarator name: (_) @declared))))
            (module name: (string)) @augmentation
            """;

    /** Matches every call, so it is left out where the word does not occur in the file. */
    private static final String REQUIRE =
            """
            (call_expression function: (identifier) @callee)
            (call_expression function: (member_expression object: (identifier) @callee))
            """;

    private final Supplier<TSLanguage> language;
    private final boolean typed;

    EcmaScriptGrammar(Supplier<TSLanguage> language, boolean typed) {
        this.language = language;
        this.typed = typed;
    }

    static EcmaScriptGrammar ofPath(String path) {
        if (path.endsWith(".tsx")) {
            return TSX;
        }
        return path.endsWith(".ts") || path.endsWith(".mts") || path.endsWith(".cts")
                ? TYPESCRIPT
                : JAVASCRIPT;
    }

    TSLanguage language() {
        return language.get();
    }

    /** Whether {@code import("…")} may stand where a type is expected. */
    boolean isTyped() {
        return typed;
    }

    String query(boolean withRequire) {
        return MODULES + (typed ? TYPES : "") + (withRequire ? REQUIRE : "");
    }
}
