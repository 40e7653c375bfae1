package dev.skerry.cli.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which of many names somebody may have meant. Pure. */
final class CloseNames {
    private static final int MOST = 5;

    private record Candidate(String name, int kind, int distance) {}

    private CloseNames() {}

    /**
     * At most {@value #MOST}, the likeliest first: the same file elsewhere, then a part of the
     * name, then what few letters are away; where nothing is close, the first ones.
     */
    static List<String> to(String wanted, Collection<String> names) {
        List<Candidate> close =
                names.stream()
                        .map(name -> candidate(wanted, name))
                        .filter(c -> c.kind() < 3)
                        .sorted(
                                Comparator.comparingInt(Candidate::kind)
                                        .thenComparingInt(Candidate::distance)
                                        .thenComparing(Candidate::name))
                        .limit(MOST)
                        .toList();
        return close.isEmpty()
                ? names.stream().sorted().limit(MOST).toList()
                : close.stream().map(Candidate::name).toList();
    }

    private static Candidate candidate(String wanted, String name) {
        String a = wanted.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        int distance = distance(a, b);
        if (last(a).equals(last(b))) return new Candidate(name, 0, distance);
        if (contains(b, last(a)) || contains(a, last(b))) return new Candidate(name, 1, distance);
        int letters = distance(last(a), last(a).contains(".") ? last(b) : stem(last(b)));
        boolean near = letters <= Math.max(2, last(a).length() / 3);
        return new Candidate(name, near ? 2 : 3, letters);
    }

    private static boolean contains(String whole, String part) {
        return part.length() >= 3 && whole.contains(part);
    }

    private static String stem(String file) {
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Letters to be changed, added or removed (Levenshtein 1965). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
