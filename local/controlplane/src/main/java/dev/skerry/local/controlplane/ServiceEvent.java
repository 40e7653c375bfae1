package dev.skerry.local.controlplane;

/**
 * A change in the life of a supervised process.
 *
 * @param service such as {@code kube-apiserver} or {@code minio}
 * @param kind what happened
 * @param message one line for a person
 */
public record ServiceEvent(String service, Kind kind, String message) {
    public enum Kind {
        STARTING,
        READY,
        /** It ended by itself, or could not be started again; it will be tried again. */
        DIED,
        RESTARTED,
        STOPPED
    }

    /** Hears events; called from several threads, must be quick and must not throw. */
    @FunctionalInterface
    public interface Listener {
        void on(ServiceEvent event);

        static Listener silent() {
            return event -> {};
        }
    }
}
