package dev.skerry.trainer.ingest.resolve.ecmascript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code paths}: patterns with at most one star, each with its substitutions. The exact one is
 * meant, else the one with most before its star, of these the first. A look-up does not look at the
 * patterns one by one: they are found by what stands before and behind the star.
 */
final class PathPatterns {

    static final PathPatterns NONE = new PathPatterns(Map.of());

    /** A pattern of {@code paths} and where it leads. */
    record Match(String pattern, List<String> targets) {}

    private record Pattern(int order, String text, List<String> targets) {}

    /** Patterns with the same text before the star, by the text behind it. */
    private record Group(Map<String, Pattern> byEnd, List<Integer> endLengths) {}

    private final Map<String, List<String>> exact = new HashMap<>();
    private final Map<String, Group> byStart = new HashMap<>();
    private final List<Integer> startLengths;

    /**
     * @param paths in order
     */
    PathPatterns(Map<String, List<String>> paths) {
        var ends = new HashMap<String, Map<String, Pattern>>();
        int order = 0;
        for (var entry : paths.entrySet()) {
            String text = entry.getKey();
            int star = text.indexOf('*');
            if (star < 0) {
                exact.put(text, entry.getValue());
            } else {
                ends.computeIfAbsent(text.substring(0, star), _ -> new HashMap<>())
                        .putIfAbsent(
                                text.substring(star + 1),
                                new Pattern(order++, text, entry.getValue()));
            }
        }
        ends.forEach((start, group) -> byStart.put(start, new Group(group, lengths(group))));
        startLengths = lengths(byStart);
    }

    private static List<Integer> lengths(Map<String, ?> texts) {
        var lengths =
                new ArrayList<>(texts.keySet().stream().map(String::length).distinct().toList());
        lengths.sort(Comparator.reverseOrder());
        return List.copyOf(lengths);
    }

    boolean isEmpty() {
        return exact.isEmpty() && byStart.isEmpty();
    }

    /** Empty where no pattern matches. */
    Optional<Match> match(String specifier) {
        var targets = exact.get(specifier);
        if (targets != null) {
            return Optional.of(new Match(specifier, targets));
        }
        for (int length : startLengths) {
            var group =
                    length > specifier.length()
                            ? null
                            : byStart.get(specifier.substring(0, length));
            var best = group == null ? null : first(group, specifier, length);
            if (best != null) {
                int end = specifier.length() - (best.text().length() - length - 1);
                String matched = specifier.substring(length, end);
                return Optional.of(
                        new Match(
                                best.text(),
                                best.targets().stream()
                                        .map(each -> each.replace("*", matched))
                                        .toList()));
            }
        }
        return Optional.empty();
    }

    private static Pattern first(Group group, String specifier, int from) {
        Pattern best = null;
        for (int length : group.endLengths()) {
            if (from + length <= specifier.length()) {
                var each = group.byEnd().get(specifier.substring(specifier.length() - length));
                if (each != null && (best == null || each.order() < best.order())) {
                    best = each;
                }
            }
        }
        return best;
    }
}
