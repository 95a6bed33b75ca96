package io.anyloop.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `strace -c` counted.
///
/// @param calls how often each system call was made, in the order of the summary
record SyscallCounts(Map<String, Long> calls) {
    private static final int COLUMN = 3;
    private static final int COLUMNS = 5;

    /// Reads the summary: a line for each call, with share, seconds, microseconds, calls, perhaps errors, and its name.
    static SyscallCounts parse(List<String> lines) {
        Map<String, Long> calls = new LinkedHashMap<>();
        for (String line : lines) {
            String[] cells = line.strip().split("\\s+");
            boolean counts = cells.length >= COLUMNS && cells[COLUMN].matches("\\d+");
            if (counts && !cells[cells.length - 1].equals("total")) {
                calls.merge(cells[cells.length - 1], Long.valueOf(cells[COLUMN]), Long::sum);
            }
        }
        if (calls.isEmpty()) {
            throw new IllegalStateException("strace counted nothing: " + lines);
        }
        return new SyscallCounts(calls);
    }

    long total() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    /// How many of each were made for a message, those that matter, most first.
    String perMessage(long messages) {
        StringBuilder text = new StringBuilder();
        calls.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .filter(call -> call.getValue() >= messages / 100.0)
                .forEach(call ->
                        text.append(text.isEmpty() ? "" : ", ")
                                .append(call.getKey())
                                .append(
                                        String.format(
                                                Locale.ROOT,
                                                " %.2f",
                                                (double) call.getValue() / messages)));
        return text.toString();
    }
}
