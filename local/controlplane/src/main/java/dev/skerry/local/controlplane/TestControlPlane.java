package dev.skerry.local.controlplane;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A control plane for tests, started at the first use in a JVM and ended with it.
 *
 * <p>Nothing is cleaned between tests: a test makes namespaces of its own. Programs come from the
 * user's cache, so the first use on a machine may take minutes and logs what it does.
 */
public final class TestControlPlane {
    private TestControlPlane() {}

    /**
     * etcd and API server only: nothing creates pods or service accounts or collects garbage, so
     * that a test decides what happens to the children of an object.
     */
    public static ControlPlane shared() {
        return Bare.STARTED.cluster();
    }

    /** What {@link #shared()} was asked, one line of JSON a request. */
    public static Path auditLog() {
        return Bare.STARTED.auditLog();
    }

    /** All four components; not the same cluster as {@link #shared()}. */
    public static ControlPlane sharedWithControllers() {
        return Complete.STARTED.cluster();
    }

    private record Started(ControlPlane cluster, Path auditLog) {}

    private static Started start(String name, Component... components) {
        try {
            var folder = new TestFolder(name);
            var auditLog = folder.path().resolve("audit.log");
            var config =
                    ControlPlaneConfig.of(folder.path().resolve("cluster"))
                            .withComponents(components)
                            .withAuditLog(auditLog)
                            .withoutFsync();
            var store = BinaryStore.ofUser(LoggedEvents::log);
            var cluster = ControlPlane.start(config, store, folder.children(), LoggedEvents::log);
            return new Started(folder.closedAtTheEnd(cluster), auditLog);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the test control plane started", e);
        } catch (IOException | BinaryUnavailableException e) {
            throw new IllegalStateException(
                    "the test control plane does not start: " + e.getMessage(), e);
        }
    }

    private static final class Bare {
        static final Started STARTED = start("bare");
    }

    private static final class Complete {
        static final Started STARTED = start("complete", Component.values());
    }
}
