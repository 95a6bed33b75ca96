package io.anyloop.launcher;

import io.anyloop.Loops;
import io.anyloop.spi.Availability;
import io.anyloop.spi.LoopProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Every loop that was found, for people to read.
record LoopTable(List<Row> rows) {

    record Row(String loop, String kind, String systems, String available, String chosen) {
        List<String> cells() {
            return List.of(loop, kind, systems, available, chosen);
        }
    }

    /// In the order in which they were found.
    static LoopTable of(List<LoopProvider> found, Loops.Choice choice) {
        return new LoopTable(found.stream().map(provider -> row(provider, choice)).toList());
    }

    private static Row row(LoopProvider provider, Loops.Choice choice) {
        boolean isChosen = provider.name().equals(choice.provider().name());
        return new Row(
                provider.name(),
                text(provider.kind()),
                String.valueOf(provider.systems()),
                text(Loops.availability(provider)),
                isChosen ? "chosen: " + choice.reason() : "");
    }

    private static String text(LoopProvider.Kind kind) {
        return String.valueOf(kind).toLowerCase(Locale.ROOT);
    }

    private static String text(Availability availability) {
        return switch (availability) {
            case Availability.Available _ -> "yes";
            case Availability.Unavailable(String reason, String remedy) ->
                    "no: " + reason + "; " + remedy;
        };
    }

    @Override
    public String toString() {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of("LOOP", "KIND", "SYSTEMS", "AVAILABLE", "CHOSEN"));
        rows.forEach(row -> all.add(row.cells()));
        return Columns.of(all, 12, 8, 16, 40, 18);
    }
}
