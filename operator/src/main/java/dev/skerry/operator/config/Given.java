package dev.skerry.operator.config;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The values that were given to this process, before any of them is understood: system properties,
 * environment, {@code config/application.properties} in the working directory, the program's own
 * {@code application.properties}.
 */
public final class Given {
    private final SmallRyeConfig config;
    private final Map<String, String> environment;

    private Given(SmallRyeConfig config, Map<String, String> environment) {
        this.config = config;
        this.environment = Map.copyOf(environment);
    }

    /** To this process. */
    public static Given toThisProcess() {
        var config =
                new SmallRyeConfigBuilder()
                        .forClassLoader(Thread.currentThread().getContextClassLoader())
                        .addDefaultInterceptors()
                        .addDefaultSources()
                        .build();
        return new Given(config, System.getenv());
    }

    /** In an environment and nowhere else. */
    public static Given in(Map<String, String> environment) {
        var config =
                new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .withSources(new EnvConfigSource(environment, 300))
                        .build();
        return new Given(config, environment);
    }

    /**
     * A value and where it came from.
     *
     * @param from for people: the environment variable, or the name of a file
     */
    public record Value(String text, String from) {}

    /** Empty where nothing, or nothing but blanks, was given. */
    public Optional<Value> value(Declared setting) {
        var value = config.getConfigValue(setting.key());
        if (value.getValue() == null || value.getValue().isBlank()) return Optional.empty();
        var source = value.getConfigSourceName();
        return Optional.of(
                new Value(
                        value.getValue().strip(),
                        source.startsWith("EnvConfigSource") ? setting.variable() : source));
    }

    /** Names below a prefix that stand in files or system properties. */
    Map<String, String> keysBelow(String prefix) {
        var found = new TreeMap<String, String>();
        for (var source : config.getConfigSources()) {
            if (source instanceof EnvConfigSource) continue;
            for (var name : source.getPropertyNames())
                if (name.startsWith(prefix)) found.putIfAbsent(name, source.getName());
        }
        return found;
    }

    /** Environment variables whose names begin so. */
    TreeSet<String> variablesBelow(String prefix) {
        var found = new TreeSet<>(environment.keySet());
        found.removeIf(name -> !name.startsWith(prefix));
        return found;
    }

    String variable(String name) {
        var value = environment.get(name);
        if (value == null) throw new NoSuchElementException(name);
        return value;
    }
}
