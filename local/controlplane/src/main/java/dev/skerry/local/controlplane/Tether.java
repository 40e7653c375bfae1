package dev.skerry.local.controlplane;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a child learns that its parent has died, however that died. */
enum Tether {
    /** Linux: the kernel sends SIGKILL when the thread that forked it ends. */
    PARENT_DEATH_SIGNAL {
        @Override
        List<String> wrap(List<String> command) {
            return with(
                    command,
                    program("setpriv").orElseThrow().toString(),
                    "--pdeathsig",
                    "KILL",
                    "--");
        }

        @Override
        void attach(Process process) {}
    },
    /** Elsewhere: a shell reads from a pipe that only we hold; at its end it kills the child. */
    WATCHED_PIPE {
        @Override
        List<String> wrap(List<String> command) {
            return command;
        }

        @Override
        void attach(Process process) throws IOException {
            var script = "trap '' INT TERM HUP; read -r _; kill -KILL \"$0\" 2>/dev/null";
            var watcher =
                    new ProcessBuilder(
                                    ownSession(
                                            List.of(
                                                    "/bin/sh",
                                                    "-c",
                                                    script,
                                                    Long.toString(process.pid()))))
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start();
            var ended = process.onExit().thenRun(watcher::destroyForcibly);
            if (ended.isCompletedExceptionally()) throw new IOException("cannot watch " + process);
        }
    };

    private static final List<Path> SYSTEM_FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));

    static Tether ofThisMachine() {
        return program("setpriv").isPresent() ? PARENT_DEATH_SIGNAL : WATCHED_PIPE;
    }

    /** The command whose process, with the same pid, becomes {@code command}. */
    abstract List<String> wrap(List<String> command);

    /** Called by the thread that forked it, right after. */
    abstract void attach(Process process) throws IOException;

    /**
     * The command in a session of its own: a Ctrl-C at the terminal is ours to handle, in order,
     * and everything that the child starts can be found again.
     */
    static List<String> ownSession(List<String> command) {
        var setsid = program("setsid");
        if (setsid.isPresent()) return with(command, setsid.get().toString());
        var perl = program("perl");
        if (perl.isPresent()) {
            var script = "setsid(); exec { $ARGV[0] } @ARGV or exit 127";
            return with(command, perl.get().toString(), "-MPOSIX=setsid", "-e", script, "--");
        }
        return command;
    }

    private static Optional<Path> program(String name) {
        return SYSTEM_FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<String> with(List<String> command, String... before) {
        var all = new ArrayList<>(List.of(before));
        all.addAll(command);
        return all;
    }
}
