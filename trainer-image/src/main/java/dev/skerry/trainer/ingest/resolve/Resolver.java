package dev.skerry.trainer.ingest.resolve;

import dev.skerry.trainer.ingest.parse.ParsedFile;

/**
 * Turns the specifiers of one language family into edges. An instance is built once per repository
 * over the tree of all paths and every parsed file of its family, is immutable afterwards, and is
 * called by many threads.
 */
public interface Resolver<F extends ParsedFile> {

    /**
     * Sends every specifier of {@code file} to exactly one of the sink's three methods (an edge may
     * be several).
     */
    void resolve(F file, Sink sink);

    /** Where resolved specifiers go. One per thread. Ids are those of the files. */
    interface Sink {
        void edge(int source, int target, EdgeKind kind, int line, String specifier);

        void external(int source, int line, String specifier, String packageName);

        void unresolved(int source, int line, String specifier, Reason reason);
    }

    /** Why a specifier has no target although it is not external. */
    enum Reason {
        /** It points into the repository, at nothing. */
        MISSING,
        /** Its value is known only at run time. */
        COMPUTED
    }
}
