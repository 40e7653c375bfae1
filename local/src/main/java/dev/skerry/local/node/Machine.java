package dev.skerry.local.node;

import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.api.model.NodeSystemInfoBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What this machine has to give. */
final class Machine {
    private static final int PODS = 110;

    private Machine() {}

    static Map<String, Quantity> capacity(Path stateDir) throws IOException {
        var capacity = new TreeMap<String, Quantity>();
        capacity.put("cpu", Quantity.parse("" + Runtime.getRuntime().availableProcessors()));
        capacity.put("memory", Quantity.parse(memoryBytes() / 1024 + "Ki"));
        capacity.put("pods", Quantity.parse("" + PODS));
        long disk = Files.getFileStore(stateDir).getTotalSpace();
        capacity.put("ephemeral-storage", Quantity.parse(disk / 1024 + "Ki"));
        int gpus = gpus();
        if (gpus > 0) capacity.put("nvidia.com/gpu", Quantity.parse("" + gpus));
        return capacity;
    }

    static NodeSystemInfo info() {
        var machineId = machineId();
        return new NodeSystemInfoBuilder()
                .withArchitecture(architecture())
                .withOperatingSystem(operatingSystem())
                .withOsImage(System.getProperty("os.name"))
                .withKernelVersion(System.getProperty("os.version"))
                .withMachineID(machineId)
                .withSystemUUID(machineId)
                .withBootID(read(Path.of("/proc/sys/kernel/random/boot_id")))
                .withContainerRuntimeVersion("process://0.1.0")
                .withKubeletVersion("v1.34.4-skerry")
                .withKubeProxyVersion("")
                .build();
    }

    static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> System.getProperty("os.arch");
        };
    }

    static String operatingSystem() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static long memoryBytes() {
        var bean = ManagementFactory.getOperatingSystemMXBean();
        return bean instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static String machineId() {
        return read(Path.of("/etc/machine-id"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Lines of {@code nvidia-smi -L}; none where the program is absent or hangs. */
    private static int gpus() {
        try {
            var process = new ProcessBuilder("nvidia-smi", "-L").redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return 0;
            }
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0
                    ? (int) text.lines().filter(l -> l.startsWith("GPU ")).count()
                    : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
