package dev.skerry.trainer.ingest.resolve.python;

/**
 * A folder where Python looks for modules.
 *
 * @param prefix empty, or the dotted package that the folder itself is ({@code package_dir =
 *     {"foo": "lib/foo"}})
 * @param directory relative to the repository root, empty for the repository root itself
 */
record PythonRoot(String prefix, String directory) {

    static PythonRoot of(String directory) {
        return new PythonRoot("", directory);
    }
}
