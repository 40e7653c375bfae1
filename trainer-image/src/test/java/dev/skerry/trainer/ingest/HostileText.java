package dev.skerry.trainer.ingest;

import static java.util.stream.Collectors.joining;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Repositories made to keep a program busy, as path to content. */
final class HostileText {

    private HostileText() {}

    static Map<String, String> bomb(Consumer<Map<String, String>> filling) {
        var files = new TreeMap<String, String>();
        filling.accept(files);
        return files;
    }

    static String numbered(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(joining());
    }

    /** How long it takes to parse and resolve them. */
    static Duration resolving(Map<String, String> files) {
        long start = System.nanoTime();
        resolved(files);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    static ResolvedText resolved(Map<String, String> files) {
        var contents = new TreeMap<String, byte[]>();
        files.forEach((path, text) -> contents.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return ResolvedText.of(contents);
    }
}
