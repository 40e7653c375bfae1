package dev.skerry.local.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One look at all processes of this machine; those that ended meanwhile are simply absent. */
public final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final long PAGE = 4096;

    /**
     * @param start start of the process in clock ticks since boot: with the pid it names one
     *     process
     * @param resident bytes in memory, shared pages counted in each process
     */
    public record Entry(long pid, long parent, long session, long start, long resident) {}

    private final Map<Long, Entry> byPid;

    ProcessTable(List<Entry> entries) {
        byPid = HashMap.newHashMap(entries.size());
        entries.forEach(e -> byPid.put(e.pid(), e));
    }

    /** Reads {@code /proc}; zombies are left out. */
    public static ProcessTable read() {
        var entries = new ArrayList<Entry>();
        try (var folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var folder : folders) entry(folder).ifPresent(entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException("/proc cannot be listed", e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException("/proc cannot be listed", e.getCause());
        }
        return new ProcessTable(entries);
    }

    /** The process of this id alone, if it lives. */
    public static Optional<Entry> find(long pid) {
        return entry(PROC.resolve(Long.toString(pid)));
    }

    /** The leader, its descendants, and whatever is left in its session. */
    public List<Entry> tree(long leader) {
        var children = new HashMap<Long, List<Entry>>();
        var queue = new ArrayDeque<Entry>();
        for (var entry : byPid.values()) {
            children.computeIfAbsent(entry.parent(), p -> new ArrayList<>()).add(entry);
            if (entry.pid() == leader || entry.session() == leader) queue.add(entry);
        }
        var seen = new HashSet<Long>();
        var tree = new ArrayList<Entry>();
        while (!queue.isEmpty()) {
            var next = queue.remove();
            if (!seen.add(next.pid())) continue;
            tree.add(next);
            queue.addAll(children.getOrDefault(next.pid(), List.of()));
        }
        return tree;
    }

    /** Bytes in memory with shared pages divided among those who share them; 0 if it is gone. */
    public static long proportional(long pid) {
        try {
            for (var line : Files.readAllLines(PROC.resolve(pid + "/smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return 0;
    }

    private static Optional<Entry> entry(Path folder) {
        try {
            var stat =
                    new String(
                            Files.readAllBytes(folder.resolve("stat")),
                            StandardCharsets.ISO_8859_1);
            return parse(stat);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** One line of proc(5)'s {@code stat}; the name in parentheses may hold anything. */
    static Optional<Entry> parse(String stat) {
        var close = stat.lastIndexOf(')');
        if (close < 0) return Optional.empty();
        var fields = stat.substring(close + 2).trim().split(" ");
        if (fields.length < 22 || fields[0].equals("Z") || fields[0].equals("X")) {
            return Optional.empty();
        }
        return Optional.of(
                new Entry(
                        Long.parseLong(stat.substring(0, stat.indexOf(' '))),
                        Long.parseLong(fields[1]),
                        Long.parseLong(fields[3]),
                        Long.parseLong(fields[19]),
                        Long.parseLong(fields[21]) * PAGE));
    }
}
