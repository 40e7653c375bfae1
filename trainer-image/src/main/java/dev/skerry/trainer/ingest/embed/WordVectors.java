package dev.skerry.trainer.ingest.embed;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * word2vec's text format: a line {@code n d}, then a line for each node with its name and d numbers
 * between single spaces. A name may itself hold spaces, so a line is read from its right end.
 */
public record WordVectors(List<String> names, float[][] vectors) {

    /**
     * Writes beside {@code file} and renames, so that nobody sees half a file; an older one is
     * replaced.
     */
    public static void write(Path file, List<String> names, EmbeddingTable table)
            throws IOException {
        Path target = file.toAbsolutePath();
        String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        Path beside = target.resolveSibling(name);
        beside.toFile().deleteOnExit();
        try {
            try (BufferedWriter to = Files.newBufferedWriter(beside, StandardCharsets.UTF_8)) {
                write(to, names, table);
            }
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            move(beside, target);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(Writer to, List<String> names, EmbeddingTable table)
            throws IOException {
        to.write(table.rows() + " " + table.dimensions() + "\n");
        float[] row = new float[table.dimensions()];
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < table.rows(); i++) {
            table.row(i, row);
            line.setLength(0);
            line.append(names.get(i));
            for (float number : row) {
                line.append(' ').append(number);
            }
            to.append(line.append('\n'));
        }
    }

    /**
     * @throws IOException also where the file is not of this format, with its line in the message
     */
    public static WordVectors read(Path file) throws IOException {
        try (BufferedReader from = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String first = from.readLine();
            String[] head = first == null ? new String[0] : first.split(" ");
            if (head.length != 2 || !head[0].matches("\\d{1,9}") || !head[1].matches("\\d{1,9}")) {
                throw new IOException(
                        file + ":1: not the count and dimensions of a word2vec text file");
            }
            int rows = Integer.parseInt(head[0]);
            int dimensions = Integer.parseInt(head[1]);
            List<String> names = new ArrayList<>();
            List<float[]> vectors = new ArrayList<>();
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                float[] vector = new float[dimensions];
                int end = line.length();
                for (int i = dimensions - 1; i >= 0; i--) {
                    int space = line.lastIndexOf(' ', end - 1);
                    if (space < 0) {
                        throw new IOException(
                                file
                                        + ":"
                                        + (names.size() + 2)
                                        + ": fewer than "
                                        + dimensions
                                        + " numbers");
                    }
                    vector[i] = number(line.substring(space + 1, end), file, names.size() + 2);
                    end = space;
                }
                names.add(line.substring(0, end));
                vectors.add(vector);
            }
            if (names.size() != rows) {
                throw new IOException(
                        file + ": " + names.size() + " vectors, but its head says " + rows);
            }
            return new WordVectors(List.copyOf(names), vectors.toArray(float[][]::new));
        }
    }

    private static float number(String text, Path file, int line) throws IOException {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + ":" + line + ": \"" + text + "\" is not a number", e);
        }
    }
}
