package dev.skerry.local.node.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** kill(2), which alone reaches a process group; the JDK signals single processes only. */
@SuppressWarnings("restricted")
public final class Signals {
    public static final int TERM = 15;
    public static final int KILL = 9;

    private static final MethodHandle KILL_CALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));

    private Signals() {}

    /**
     * @param target a process id, or the negated id of a process group
     * @return whether there was something to signal
     */
    public static boolean send(long target, int signal) {
        if (target == 0 || target == -1 || target == 1) {
            throw new IllegalArgumentException("refusing to signal everybody");
        }
        try {
            return (int) KILL_CALL.invokeExact(Math.toIntExact(target), signal) == 0;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) cannot be called", e);
        }
    }
}
