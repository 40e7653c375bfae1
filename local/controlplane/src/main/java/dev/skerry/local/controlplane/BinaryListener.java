package dev.skerry.local.controlplane;

/**
 * Hears what a {@link BinaryStore} does; called from the thread that does it, so it must be quick.
 */
@FunctionalInterface
public interface BinaryListener {
    void on(BinaryEvent event);

    static BinaryListener silent() {
        return event -> {};
    }
}
