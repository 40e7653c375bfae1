package dev.skerry.cli.job;

import dev.skerry.cli.command.HelpOption;
import dev.skerry.cli.command.PositiveNumber;
import dev.skerry.cli.term.Terminal;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skerry logs}. */
@Command(
        name = "logs",
        description = {
            "Print the log of an IngestionJob's newest attempt.",
            "",
            "With -f it goes on to further attempts and runs until the job has finished.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:printed; with -f: the job has finished",
            "1:there is no log, or the cluster does not answer",
            "2:wrong usage"
        })
public final class LogsCommand implements Callable<Integer> {
    @Mixin HelpOption help;

    @Parameters(paramLabel = "JOB", description = "Name of the IngestionJob.")
    private String job;

    @Mixin ClusterOptions cluster;

    @Option(
            names = "--attempt",
            paramLabel = "N",
            converter = PositiveNumber.class,
            description = "Of the current run (default: the newest that has a pod).")
    private Integer attempt;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job has finished.")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return cluster.run(
                connection -> {
                    var source = new LogSource(connection, Jobs.name(job));
                    Optional<Integer> wanted = Optional.ofNullable(attempt);
                    return follow ? follow(source, wanted) : print(source, wanted);
                });
    }

    private static int follow(LogSource source, Optional<Integer> wanted)
            throws IOException, InterruptedException {
        var paint = Terminal.of(System.getenv()).paintErr();
        return new LogFollower(source, System.out, line -> System.err.println(paint.dim(line)))
                .run(wanted);
    }

    private static int print(LogSource source, Optional<Integer> wanted) throws IOException {
        ReadJob read = source.job();
        Optional<AttemptPod> pod = source.pods().chosen(read.run(), wanted);
        if (pod.isEmpty()) throw new IOException(LogWords.withoutPod(read, wanted));
        if (pod.get().stage() == AttemptPod.Stage.WAITING) {
            throw new IOException(LogWords.waiting(read, pod.get()));
        }
        source.log(pod.get()).copy(System.out);
        return 0;
    }
}
