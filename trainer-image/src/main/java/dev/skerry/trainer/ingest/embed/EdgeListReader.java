package dev.skerry.trainer.ingest.embed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Reads an edge list: a line holds two node names and, where weighted, a number. A line with a tab
 * is cut at tabs, any other at spaces; empty lines and those that begin with {@code #} are skipped,
 * and so is a first line {@code source target}, after which columns past the ones needed may
 * follow, as in the {@code edges.tsv} of an ingest. Names are any UTF-8 and are kept as they stand.
 * Gzip is recognised by its first bytes.
 */
public final class EdgeListReader {

    private static final int LONGEST_LINE = 1 << 16;

    private final String file;
    private final boolean weighted;
    private final CharsetDecoder utf8 =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final EdgeList.Collector edges;
    private byte[] bytes = new byte[512];
    private int length;
    private long number;
    private boolean seenContent;
    private boolean moreColumns;

    private EdgeListReader(String file, boolean weighted) {
        this.file = file;
        this.weighted = weighted;
        this.edges = new EdgeList.Collector(weighted);
    }

    /**
     * @param file what to call the input in messages
     * @throws EdgeListException where a line is no edge; the message begins with {@code file:line:
     *     }
     * @throws IOException where the stream fails
     */
    public static EdgeList read(String file, InputStream stream, boolean weighted, boolean directed)
            throws IOException, EdgeListException {
        return new EdgeListReader(file, weighted).lines(stream, directed);
    }

    private EdgeList lines(InputStream stream, boolean directed)
            throws IOException, EdgeListException {
        InputStream in = unpacked(new BufferedInputStream(stream, 1 << 16));
        byte[] block = new byte[1 << 16];
        number = 1;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            int from = 0;
            for (int i = 0; i < n; i++) {
                if (block[i] == '\n') {
                    append(block, from, i);
                    line();
                    length = 0;
                    number++;
                    from = i + 1;
                }
            }
            append(block, from, n);
        }
        if (length > 0) {
            line();
        }
        return edges.finish(directed);
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private void append(byte[] block, int from, int to) throws EdgeListException {
        int more = to - from;
        if (length + more > LONGEST_LINE) {
            throw wrong(
                    "the line is longer than " + LONGEST_LINE + " bytes; is this an edge list?");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
        System.arraycopy(block, from, bytes, length, more);
        length += more;
    }

    private void line() throws EdgeListException {
        String text;
        try {
            text = utf8.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw wrong("the line is not UTF-8");
        }
        if (number == 1 && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.isBlank() || text.startsWith("#")) {
            return;
        }
        boolean first = !seenContent;
        seenContent = true;
        String[] columns =
                text.indexOf('\t') >= 0 ? text.split("\t", -1) : text.strip().split(" +");
        if (first
                && columns.length >= 2
                && columns[0].equals("source")
                && columns[1].equals("target")) {
            moreColumns = true;
            return;
        }
        edge(columns);
    }

    private void edge(String[] columns) throws EdgeListException {
        int wanted = weighted ? 3 : 2;
        if (columns.length < wanted || (columns.length > wanted && !moreColumns)) {
            String hint =
                    columns.length == 3
                            ? "; is the third a weight? then give --weighted"
                            : ": "
                                    + (weighted ? "source, target, weight" : "source and target")
                                    + ", between them a tab or spaces";
            throw wrong(
                    columns.length
                            + (columns.length == 1 ? " column" : " columns")
                            + ", not "
                            + wanted
                            + hint);
        }
        if (columns[0].isEmpty() || columns[1].isEmpty()) {
            throw wrong("the " + (columns[0].isEmpty() ? "source" : "target") + " has no name");
        }
        edges.add(columns[0], columns[1], weighted ? weight(columns[2]) : 1f);
    }

    private float weight(String text) throws EdgeListException {
        float weight;
        try {
            weight = Float.parseFloat(text);
        } catch (NumberFormatException e) {
            weight = Float.NaN;
        }
        if (!(weight > 0 && weight <= Float.MAX_VALUE)) {
            throw wrong("weight \"" + shortened(text) + "\" is not a positive, finite number");
        }
        return weight;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private EdgeListException wrong(String what) {
        return new EdgeListException(file + ":" + number + ": " + what);
    }
}
