package dev.skerry.trainer.ingest.parse;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the grammars' native code lies: in the folder {@code native} that the build makes beside
 * the program. Left to itself the library unpacks it into the folder for temporary files, in each
 * process anew, and a killed process leaves it there.
 */
final class NativeGrammars {

    /** The library's own setting: the folder above its {@code lib}. */
    private static final String SETTING = "tree-sitter-lib";

    private static final int LEVELS = 2;

    private NativeGrammars() {}

    /** To be called before any class of the library is used; a setting that is there stays. */
    static void locate() {
        if (System.getProperty(SETTING) != null) {
            return;
        }
        try {
            var source = NativeGrammars.class.getProtectionDomain().getCodeSource();
            var place = source == null ? null : Path.of(source.getLocation().toURI()).getParent();
            for (int level = 0; level < LEVELS && place != null; level++) {
                if (Files.isDirectory(place.resolve("native/lib"))) {
                    System.setProperty(SETTING, place.resolve("native").toString());
                    return;
                }
                place = place.getParent();
            }
        } catch (URISyntaxException | RuntimeException unusual) {
            // the library finds its own way
        }
    }
}
