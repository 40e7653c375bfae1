package dev.skerry.artifacts;

/** Content types by the end of a key. */
final class ContentTypes {
    private ContentTypes() {}

    static String of(String key) {
        if (key.endsWith(".json")) {
            return "application/json";
        }
        return key.endsWith(".tsv")
                ? "text/tab-separated-values; charset=utf-8"
                : "application/octet-stream";
    }
}
