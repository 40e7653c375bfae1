package dev.skerry.cli.command;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code skerry ingest}: the pipeline without a cluster. */
@Command(
        name = "ingest",
        description = "A repository's import graph and vectors, into files; needs no cluster.")
public final class IngestCommand implements PassThrough, Runnable {
    @Override
    public int run(List<String> arguments) throws Exception {
        return Trainer.run("ingest", "dev.skerry.trainer.ingest.Main", arguments);
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException("arguments are passed through");
    }
}
