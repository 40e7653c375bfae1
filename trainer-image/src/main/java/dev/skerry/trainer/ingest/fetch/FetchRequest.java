package dev.skerry.trainer.ingest.fetch;

/**
 * What to read.
 *
 * @param source a URL, or a path of this machine (a repository, bare or not, or a folder for a
 *     working tree)
 * @param workingTree read the files as they lie instead of a commit; only for paths
 * @param revision branch, tag or full hash; empty for the default branch
 */
public record FetchRequest(
        String source,
        boolean workingTree,
        String revision,
        Credentials credentials,
        Selection selection) {

    public static FetchRequest of(String source) {
        return new FetchRequest(source, false, "", new Credentials.None(), Selection.ALL);
    }
}
