package dev.skerry.local.cluster;

import dev.skerry.local.controlplane.BinaryEvent;
import dev.skerry.local.controlplane.BinaryStore;
import dev.skerry.local.controlplane.Children;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Which parts the local cluster has, where their files lie, and what each needs. */
final class Assembly implements AutoCloseable {
    static final String CONTROL_PLANE = "control-plane";
    static final String OBJECTS = "object-store";
    static final String VECTORS = "vector-store";
    static final String DEFINITIONS = "definitions";
    static final String NODE = "node";
    static final String OPERATOR = "operator";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Children children;
    private final List<Part> parts;

    private Assembly(Children children, List<Part> parts) {
        this.children = children;
        this.parts = parts;
    }

    /** Ends what an earlier daemon left running; starts nothing yet. */
    static Assembly open(Path state, Path cache, Programs programs, Board board)
            throws IOException {
        programs.removeOthers();
        Path logs = OwnedFiles.folder(state.resolve("logs"));
        Children children = Children.open(state.resolve("children"));
        var ports = new Ports(state.resolve("ports.properties"));
        var controlPlane =
                new ControlPlanePart(
                        state.resolve("control-plane"),
                        said -> binaries(cache, said),
                        children,
                        board);
        var objects =
                new ObjectStorePart(
                        state.resolve("objects"), said -> binaries(cache, said), children, board);
        Path vectorsFolder = state.resolve("vectors");
        var vectors =
                new ProgramPart(
                        VECTORS,
                        "vector store",
                        Set.of(),
                        children,
                        vectorsFolder,
                        logs.resolve("vectors.log"),
                        START_LIMIT,
                        new VectorStore(
                                vectorsFolder,
                                ports,
                                programs,
                                said -> binaries(cache, said),
                                board));
        var definitions = new Definitions(programs, controlPlane::client);
        Path nodeFolder = state.resolve("node");
        var node =
                new ProgramPart(
                        NODE,
                        "process node",
                        Set.of(CONTROL_PLANE),
                        children,
                        nodeFolder,
                        logs.resolve("node.log"),
                        START_LIMIT,
                        new ProcessNode(
                                nodeFolder,
                                ports,
                                programs,
                                controlPlane::running,
                                controlPlane::client));
        var operator =
                new ProgramPart(
                        OPERATOR,
                        "operator",
                        Set.of(CONTROL_PLANE, DEFINITIONS, OBJECTS, VECTORS),
                        children,
                        state.resolve("operator"),
                        logs.resolve("operator.log"),
                        START_LIMIT,
                        new Operator(ports, programs, controlPlane::running, board));
        return new Assembly(
                children, List.of(controlPlane, objects, vectors, definitions, node, operator));
    }

    List<Part> parts() {
        return parts;
    }

    @Override
    public void close() throws IOException {
        children.close();
    }

    private static BinaryStore binaries(Path cache, Part.Said said) {
        return new BinaryStore(cache, event -> tell(event, said));
    }

    private static void tell(BinaryEvent event, Part.Said said) {
        switch (event.step()) {
            case CACHED, READY -> said.doing(event.binary().fileName());
            case WAITING, DOWNLOAD, BUILD ->
                    said.preparing(event.message(), event.done(), event.total());
        }
    }
}
