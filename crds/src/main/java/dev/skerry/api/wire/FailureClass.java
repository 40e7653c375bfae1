package dev.skerry.api.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Why attempts fail; names are API, see the table in the reference. */
public enum FailureClass {
    CONFIG("Config", 78),
    DATA("Data", 65),
    APP("App", 70),
    OUT_OF_MEMORY("OutOfMemory", 3),
    OUT_OF_DISK("OutOfDisk", 74),
    SERVICE("Service", 69),
    HUNG("Hung", -1),
    PREEMPTED("Preempted", 143),
    NODE("Node", -1),
    DEADLINE("Deadline", -1);

    private final String id;
    private final int exitCode;

    FailureClass(String id, int exitCode) {
        this.id = id;
        this.exitCode = exitCode;
    }

    /** The name in status, reports and last words. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The code a program of ours exits with for this class, -1 where a program cannot say it. */
    public int exitCode() {
        return exitCode;
    }

    /** The class of a name, empty where nothing is called so. */
    public static Optional<FailureClass> ofId(String id) {
        return Arrays.stream(values()).filter(c -> c.id.equals(id)).findFirst();
    }

    /** Exit codes that mean the same class, for each class that has some of its own. */
    public static List<List<Integer>> exitCodes() {
        return List.of(
                List.of(64, 78),
                List.of(65),
                List.of(3),
                List.of(74),
                List.of(69, 75),
                List.of(143),
                List.of(137));
    }

    /** The class of a program's exit code alone; what the kubelet says beside it is stronger. */
    public static FailureClass ofExitCode(int code) {
        return switch (code) {
            case 64, 78 -> CONFIG;
            case 65 -> DATA;
            case 3 -> OUT_OF_MEMORY;
            case 74 -> OUT_OF_DISK;
            case 69, 75 -> SERVICE;
            case 143 -> PREEMPTED;
            case 137 -> NODE;
            default -> APP;
        };
    }
}
