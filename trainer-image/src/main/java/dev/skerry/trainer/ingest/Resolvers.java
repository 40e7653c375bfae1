package dev.skerry.trainer.ingest;

import dev.skerry.trainer.ingest.parse.EcmaScriptFile;
import dev.skerry.trainer.ingest.parse.JavaFile;
import dev.skerry.trainer.ingest.parse.ParsedFile;
import dev.skerry.trainer.ingest.parse.PythonFile;
import dev.skerry.trainer.ingest.resolve.RepositoryTree;
import dev.skerry.trainer.ingest.resolve.Resolver;
import dev.skerry.trainer.ingest.resolve.ecmascript.EcmaScriptResolver;
import dev.skerry.trainer.ingest.resolve.java.JavaResolver;
import dev.skerry.trainer.ingest.resolve.python.PythonResolver;
import java.util.Collection;
import java.util.List;

/** The resolvers of all languages over one repository. Thread-safe. */
final class Resolvers {

    private final PythonResolver python;
    private final JavaResolver java;
    private final EcmaScriptResolver ecmaScript;

    Resolvers(RepositoryTree tree, Collection<ParsedFile> files) {
        this.python = new PythonResolver(tree, only(PythonFile.class, files));
        this.java = new JavaResolver(only(JavaFile.class, files));
        this.ecmaScript = new EcmaScriptResolver(tree, only(EcmaScriptFile.class, files));
    }

    private static <F> List<F> only(Class<F> family, Collection<ParsedFile> files) {
        return files.stream().filter(family::isInstance).map(family::cast).toList();
    }

    void resolve(ParsedFile file, Resolver.Sink sink) {
        switch (file) {
            case PythonFile it -> python.resolve(it, sink);
            case JavaFile it -> java.resolve(it, sink);
            case EcmaScriptFile it -> ecmaScript.resolve(it, sink);
        }
    }
}
