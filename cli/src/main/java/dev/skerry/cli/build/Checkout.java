package dev.skerry.cli.build;

import java.nio.file.Path;
import java.util.Map;

/**
 * The checkout whose programs are run.
 *
 * @param root absolute
 */
public record Checkout(Path root) {
    /**
     * @throws IllegalStateException where the entry script has not said which
     */
    public static Checkout of(Map<String, String> environment) {
        String root = environment.get("SKERRY_CHECKOUT");
        if (root == null)
            throw new IllegalStateException("SKERRY_CHECKOUT is not set; start this by ./skerry");
        return new Checkout(Path.of(root).toAbsolutePath().normalize());
    }

    /** Where the build and caches of start-up lie. */
    public Path work() {
        return root.resolve("target/skerry");
    }

    public Path trainer() {
        return root.resolve("trainer-image/target");
    }

    public Path cliLibraries() {
        return root.resolve("cli/target/lib");
    }

    public Path operator() {
        return root.resolve("operator/target/quarkus-app");
    }
}
