package io.anyloop.tck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One line of `behaviours.tsv`: what is promised, and what is said where no case checks it.
///
/// @param area the heading it stands under
/// @param number such as K-05
/// @param tags such as CT; may be empty
/// @param note empty where cases check it, else who will, or why nobody
record Behaviour(String area, String number, String tags, String statement, String note) {
    /// Begins a note that names the later work.
    static final String LATER = "later: ";

    /// Begins a note that says why it does not apply.
    static final String NOT_HERE = "not here: ";

    /// A note while somebody works at it.
    static final String IN_PROGRESS = "in progress";

    private static final String RESOURCE = "behaviours.tsv";
    private static final String HEADING = "# ";

    boolean needsNoCase() {
        return isLonger(LATER) || isLonger(NOT_HERE);
    }

    private boolean isLonger(String beginning) {
        return note.startsWith(beginning) && note.length() > beginning.length();
    }

    boolean isInProgress() {
        return note.equals(IN_PROGRESS);
    }

    /// The letters in front.
    static String letters(String number) {
        return number.substring(0, number.indexOf('-'));
    }

    static List<Behaviour> all() {
        List<Behaviour> all = new ArrayList<>();
        String area = "";
        for (String line : text().lines().toList()) {
            if (line.startsWith(HEADING)) {
                area = line.substring(HEADING.length());
            } else {
                all.add(of(area, line));
            }
        }
        return List.copyOf(all);
    }

    private static Behaviour of(String area, String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 4) {
            throw new IllegalStateException(
                    "A line of %s has four cells between tabs, not %d: %s"
                            .formatted(RESOURCE, cells.length, line));
        }
        return new Behaviour(area, cells[0], cells[1], cells[2], cells[3]);
    }

    private static String text() {
        try (InputStream resource = Behaviour.class.getResourceAsStream(RESOURCE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
