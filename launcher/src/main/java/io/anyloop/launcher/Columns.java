package io.anyloop.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Lays out cells in columns, breaking long ones between words.
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /// @param widest for each column; only a word that is longer makes it wider
    static String of(List<List<String>> rows, int... widest) {
        List<List<List<String>>> broken =
                rows.stream()
                        .map(row -> column(row.size()).mapToObj(i -> lines(row.get(i), widest[i])))
                        .map(Stream::toList)
                        .toList();
        int[] widths =
                column(widest.length)
                        .map(i ->
                                broken.stream()
                                        .mapToInt(row -> longest(row.get(i)))
                                        .max()
                                        .orElse(0))
                        .toArray();
        StringBuilder text = new StringBuilder();
        broken.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private static IntStream column(int count) {
        return IntStream.range(0, count);
    }

    private static void append(StringBuilder text, List<List<String>> row, int[] widths) {
        int height = row.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < height; line++) {
            StringBuilder whole = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                List<String> cell = row.get(i);
                String part = line < cell.size() ? cell.get(line) : "";
                whole.append(part).repeat(' ', widths[i] - part.length()).append(GAP);
            }
            text.append(whole.toString().stripTrailing()).append(System.lineSeparator());
        }
    }

    private static int longest(List<String> lines) {
        return lines.stream().mapToInt(String::length).max().orElse(0);
    }

    private static List<String> lines(String cell, int width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : cell.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && longer.length() > width) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines;
    }
}
