package dev.skerry.cli.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.cli.command.HelpOption;
import dev.skerry.cli.command.PositiveNumber;
import dev.skerry.cli.term.Live;
import dev.skerry.cli.term.Terminal;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skerry rerun}. */
@Command(
        name = "rerun",
        description = {
            "Run an IngestionJob again as it stands: its branch has moved, a service is back, its Job was removed.",
            "",
            "Sets spec.rerun to the present time; a change of that text starts a new run. What runs is ended first.%n"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:asked for; with --wait: the new run has succeeded",
            "1:refused; with --wait: it has not succeeded",
            "2:wrong usage"
        })
public final class RerunCommand implements Callable<Integer> {
    private static final String FIELD_MANAGER = "skerry-rerun";

    @Mixin HelpOption help;

    @Parameters(paramLabel = "JOB", description = "Name of the IngestionJob.")
    private String job;

    @Mixin ClusterOptions cluster;

    @Option(names = "--wait", description = "Show the new run until it has ended.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            converter = PositiveNumber.class,
            description = "How long to wait with --wait (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return cluster.run(connection -> ask(new Jobs(connection)));
    }

    private int ask(Jobs jobs) throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(System.getenv());
        ReadJob before = jobs.get(Jobs.name(job));
        String value = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        ReadJob asked = patch(jobs, before, value);
        System.err.println(terminal.paintErr().green("✓") + " " + words(before, value));
        if (!wait) return 0;
        try (Live live = terminal.live(System.err)) {
            return new RunWatch(jobs, asked, before.run(), live, terminal.paintErr())
                    .await(Duration.ofSeconds(timeout));
        }
    }

    private static ReadJob patch(Jobs jobs, ReadJob before, String value) throws IOException {
        var how = PatchContext.of(PatchType.JSON_MERGE);
        how.setFieldManager(FIELD_MANAGER);
        String change =
                new ObjectMapper().writeValueAsString(Map.of("spec", Map.of("rerun", value)));
        ReadJob after = ReadJob.of(jobs.resource(before.name()).patch(how, change));
        if (!after.spec().path("rerun").asText().equals(value)) {
            throw new IOException(
                    "the IngestionJobs of this cluster have no field spec.rerun; install the CRDs of this version (crds/k8s)");
        }
        return after;
    }

    /** What was asked for, and when it happens. */
    static String words(ReadJob before, String value) {
        String run =
                "%s: run %d is asked for (spec.rerun: \"%s\")"
                        .formatted(before.title(), before.run() + 1, value);
        if (before.spec().path("suspend").asBoolean()) {
            return run + "; it begins once spec.suspend is false";
        }
        return before.phase().equals("Running") ? run + "; the one under way is ended first" : run;
    }
}
