package dev.skerry.trainer.ingest.parse;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a Python file may have import statements: the logical lines that hold the word {@code
 * import}, comments and strings included. A query over these lines alone finds what a query over
 * the whole tree would, in a tenth of the time.
 */
final class ImportRegions {

    private static final String WORD = "import";
    private static final int JOIN_WITHIN = 256;

    private final String text;
    private final List<SyntaxQuery.Region> regions = new ArrayList<>();

    private ImportRegions(String text) {
        this.text = text;
    }

    /**
     * Finds them.
     *
     * @param text the file with one character for each byte
     * @return byte ranges, ascending, that do not touch
     */
    static List<SyntaxQuery.Region> of(String text) {
        var finder = new ImportRegions(text);
        int from = 0;
        for (int at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, from)) {
            int end = finder.end(at + WORD.length());
            finder.add(finder.start(at), end);
            from = Math.max(end, at + WORD.length());
        }
        return finder.regions;
    }

    private void add(int start, int end) {
        if (!regions.isEmpty() && start - regions.getLast().end() < JOIN_WITHIN) {
            start = regions.removeLast().start();
        }
        regions.add(new SyntaxQuery.Region(start, end));
    }

    private int start(int at) {
        int start = lineStart(at);
        while (start > 0 && isContinued(start - 1)) {
            start = lineStart(start - 1);
        }
        return start;
    }

    private int lineStart(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    /** Whether the line that ends with the new line at this place goes on. */
    private boolean isContinued(int newLine) {
        int last = newLine - 1;
        if (last >= 0 && text.charAt(last) == '\r') {
            last--;
        }
        return last >= 0 && text.charAt(last) == '\\';
    }

    /**
     * The end of the logical line: after a closing bracket where one was opened, after continued
     * lines.
     */
    private int end(int at) {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '#') {
                int newLine = text.indexOf('\n', i);
                i = newLine < 0 ? text.length() : newLine - 1;
            } else if (c == '\n' && depth <= 0 && !isContinued(i)) {
                return i;
            }
        }
        return text.length();
    }
}
