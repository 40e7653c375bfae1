package dev.skerry.trainer.job;

import dev.skerry.api.wire.FailureClass;
import dev.skerry.trainer.program.VectorModule;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The program of an IngestionJob's pod. Takes no arguments; everything comes by the environment.
 * Exits with 0, or with the code of a {@link FailureClass}; 64 for arguments.
 */
public final class IngestionMain {

    private static final int USAGE = 64;

    /** Kept, or its level would be forgotten: a library's small talk is no event. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private IngestionMain() {}

    public static void main(String[] args) {
        GRPC.setLevel(Level.WARNING);
        var out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var log = new EventLog(out, Clock.systemUTC());
        var problem = VectorModule.load();
        if (problem.isPresent()) {
            log.event("unfit", "message", problem.get());
            System.exit(FailureClass.APP.exitCode());
        }
        if (args.length > 0) {
            log.event(
                    "usage", "message", "takes no arguments; see SKERRY_JOB_FILE in the reference");
            System.exit(USAGE);
        }
        var program = new IngestionProgram(System.getenv(), log, Clock.systemUTC());
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(program)));
        System.exit(program.run());
    }

    /**
     * Runs at every exit; after a signal the work is still going on. What was finished counts all
     * the same.
     */
    private static void stop(IngestionProgram program) {
        var code = program.stop(IngestionProgram.STOP_LIMIT);
        if (code.isEmpty()) {
            program.abandon();
        }
        Runtime.getRuntime().halt(code.orElse(FailureClass.PREEMPTED.exitCode()));
    }
}
