package io.anyloop.examples.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Makes the page docs/vertx-models.md anew, with the figures of this machine, as `target/vertx-models.md`. Takes some minutes.
@Tag("full")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ModelsPageTest {
    private static final String BEGIN = "<!-- figures -->";
    private static final String END = "<!-- end of figures -->";
    private static final int REQUESTS = 200_000;
    private static final int QUERIES = 40;
    private static final int PROBES = 30;

    @Test
    void the_page_is_made() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| the service | requests/s | processor time a request | 40 queries of 50 ms | right answers | probe beside queries, median | worst | event loops of 4 instances |");
        lines.add("|---|---|---|---|---|---|---|---|");
        for (Kind kind : Kind.values()) {
            lines.add(row(kind));
        }
        Path page = Path.of("..", "docs", "vertx-models.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        assertTrue(begin >= 0 && end > begin, "the page has no place for figures");
        Files.writeString(
                Path.of("target", "vertx-models.md"),
                text.substring(0, begin)
                        + BEGIN
                        + "\n"
                        + String.join("\n", lines)
                        + "\n"
                        + text.substring(end));
    }

    private static String row(Kind kind) throws Exception {
        var plain = PlainAnswers.of(kind, REQUESTS);
        var queries = ManyQueries.of(kind, QUERIES, Duration.ofMillis(50));
        assertEquals(QUERIES, queries.right(), kind.text);
        var probe = Liveness.of(kind, PROBES, Duration.ofMillis(100));
        return "| %s | %,d | %.1f µs | %,d ms | %d of %d | %.1f ms | %.1f ms | %d |"
                .formatted(
                        kind.text,
                        plain.perSecond(),
                        plain.micros(),
                        queries.millis(),
                        queries.right(),
                        QUERIES,
                        probe.median(),
                        probe.worst(),
                        Instances.of(kind));
    }
}
