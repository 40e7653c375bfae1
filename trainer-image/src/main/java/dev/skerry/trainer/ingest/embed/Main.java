package dev.skerry.trainer.ingest.embed;

import dev.skerry.trainer.program.Invocation;
import dev.skerry.trainer.program.VectorModule;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * The program {@code embed EDGES --out FILE.emb}: exit code 0 done, 1 failed, 2 wrong arguments.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        var problem = VectorModule.load();
        if (problem.isPresent()) {
            System.err.println("embed: " + problem.get());
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = Invocation.named(new CommandLine(new EmbedCommand()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        line.setUsageHelpAutoWidth(true);
        return line;
    }
}
