package dev.skerry.cli.command;

import java.util.List;
import picocli.CommandLine.Command;

/** {@code skerry embed}: the trainer alone. */
@Command(name = "embed", description = "Node2Vec vectors of any edge list; needs no cluster.")
public final class EmbedCommand implements PassThrough, Runnable {
    @Override
    public int run(List<String> arguments) throws Exception {
        return Trainer.run("embed", "dev.skerry.trainer.ingest.embed.Main", arguments);
    }

    @Override
    public void run() {
        throw new UnsupportedOperationException("arguments are passed through");
    }
}
