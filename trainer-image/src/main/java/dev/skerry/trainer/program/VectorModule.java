package dev.skerry.trainer.program;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * Brings {@code jdk.incubator.vector} into a running JVM. A JVM that is started with it, by {@code
 * --add-modules}, writes a warning to standard error before any code of ours runs, and has no
 * switch against it; what is loaded later is not warned of. Needs {@value #OPTION}.
 */
public final class VectorModule {
    /** To be given to the JVM. */
    public static final String OPTION = "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED";

    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /**
     * To be called before any class is loaded that uses the module; does nothing where it is there.
     *
     * @return what is wrong where it cannot be had, in words for the user
     */
    public static Optional<String> load() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return Optional.empty();
        }
        try {
            // the way by which the JDK loads its own agents' modules
            Class.forName("jdk.internal.module.Modules")
                    .getMethod("loadModule", String.class)
                    .invoke(null, NAME);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(problem(e.getCause()));
        } catch (ReflectiveOperationException e) {
            return Optional.of(problem(e));
        }
    }

    private static String problem(Throwable cause) {
        return "Java %s does not load %s (%s); use a whole JDK or JRE 25, started with %s or --add-modules=%s"
                .formatted(Runtime.version(), NAME, cause.getMessage(), OPTION, NAME);
    }
}
