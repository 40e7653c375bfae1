package dev.skerry.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/**
 * How this program was started.
 *
 * @param command what the user typed for it: {@code skerry}, or {@code kubectl skerry}
 * @param checkout whose programs it runs
 */
public record Invocation(String command, Optional<Path> checkout) {
    /** Reads {@code SKERRY_COMMAND} and {@code SKERRY_CHECKOUT}, which the entry scripts set. */
    public static Invocation of(Map<String, String> environment) {
        return new Invocation(
                environment.getOrDefault("SKERRY_COMMAND", "skerry"),
                Optional.ofNullable(environment.get("SKERRY_CHECKOUT")).map(Path::of));
    }

    /** Whether kubectl started it. */
    public boolean isPlugin() {
        return command.startsWith("kubectl ");
    }

    /** Version, JDK and checkout, a line each. */
    public List<String> version() {
        String built = Invocation.class.getPackage().getImplementationVersion();
        List<String> lines = new ArrayList<>();
        lines.add("skerry   " + (built == null ? "unpacked classes" : built));
        lines.add("java     " + Runtime.version() + " (" + System.getProperty("java.home") + ")");
        checkout.ifPresent(root -> lines.add("checkout " + root.toAbsolutePath().normalize()));
        return lines;
    }

    /** The same for {@code --version}. */
    public static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return Invocation.of(System.getenv()).version().toArray(String[]::new);
        }
    }
}
