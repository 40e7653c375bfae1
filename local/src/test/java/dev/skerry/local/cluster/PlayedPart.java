package dev.skerry.local.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A part that does what a test says, and tells the test each call. */
final class PlayedPart implements Part {
    private final String name;
    private final Set<String> needs;
    private final Consumer<String> calls;
    volatile String refuses = "";
    volatile String ended = "";
    volatile String problem = "";
    volatile String endpoint = "";
    volatile String throwsIn = "";
    volatile boolean running;

    /**
     * @param calls hears of each call, such as {@code start top}, before it has done anything
     */
    PlayedPart(String name, Set<String> needs, Consumer<String> calls) {
        this.name = name;
        this.needs = needs;
        this.calls = calls;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return name;
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public void prepare() {
        called("prepare");
    }

    @Override
    public void start(Said said) throws IOException {
        called("start");
        said.doing("starts");
        if (!refuses.isEmpty()) throw new IOException(refuses);
        ended = "";
        running = true;
        called("started");
    }

    @Override
    public String problem() {
        called("problem");
        return problem;
    }

    @Override
    public Optional<String> ended() {
        called("ended");
        return Optional.of(ended).filter(why -> !why.isEmpty());
    }

    @Override
    public String detail() {
        return "";
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public Path log() {
        return null;
    }

    @Override
    public List<ClusterState.ProcessId> processes() {
        return List.of();
    }

    @Override
    public void stop(Duration bound) {
        called("stop");
        running = false;
    }

    private void called(String what) {
        calls.accept(what + " " + name);
        if (throwsIn.equals(what)) {
            throw new UnsupportedOperationException("java.lang.Broken: Client is closed");
        }
    }
}
