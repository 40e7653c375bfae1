package dev.skerry.operator;

import dev.skerry.operator.config.Declared;
import dev.skerry.operator.config.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the reference page of the settings. */
public final class GenerateReference {
    /** Where the page lies, seen from this module. */
    static final String PAGE = "../docs/reference/operator-settings.md";

    private GenerateReference() {}

    static String page() {
        return Reference.markdown(Declared.in(OperatorConfig.class));
    }

    /**
     * @param arguments the module's folder
     */
    public static void main(String[] arguments) throws IOException {
        var module = Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath();
        Files.writeString(module.resolve(PAGE), page());
        System.out.println("generated " + PAGE);
    }
}
