package dev.skerry.cli.command;

import dev.skerry.cli.build.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built trainer as a command line. */
final class Trainer {
    private Trainer() {}

    static List<String> command(
            Checkout checkout, Invocation called, String name, String main, List<String> arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+AutoCreateSharedArchive",
                                "-XX:SharedArchiveFile=" + checkout.work().resolve("trainer.jsa"),
                                "-Xlog:disable",
                                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dskerry.command=" + called.command() + " " + name,
                                "-Dskerry.version=" + String.join("\n", called.version()),
                                "-cp",
                                classPath(checkout.trainer()),
                                main));
        command.addAll(arguments);
        return command;
    }

    private static String classPath(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            String jars =
                    files.map(Path::toString)
                            .filter(name -> name.endsWith(".jar"))
                            .sorted()
                            .collect(Collectors.joining(":"));
            if (jars.isEmpty())
                throw new IOException(
                        "no trainer in " + target + "; remove target/skerry and try again");
            return jars + ":" + target.resolve("lib") + "/*";
        }
    }

    static int run(String name, String main, List<String> arguments)
            throws IOException, InterruptedException {
        Checkout checkout = Checkout.of(System.getenv());
        Invocation called = Invocation.of(System.getenv());
        return Program.run(command(checkout, called, name, main, arguments), Map.of());
    }
}
