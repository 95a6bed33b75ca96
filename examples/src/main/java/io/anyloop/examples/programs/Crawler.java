package io.anyloop.examples.programs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.group.Group;
import io.anyloop.queue.JoinableQueue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads all pages of a site, twenty at a time and five seconds for each at most, and shows how far it is.
final class Crawler {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern LINK = Pattern.compile("href=\"([^\"#]+)");

    private final JoinableQueue<URI> todo = new JoinableQueue<>();
    private final Map<URI, String> pages =
            new LinkedHashMap<>(); // no lock: one greenlet runs at a time

    static void main(String... args) {
        var start = URI.create(args[0]);
        Hub.run(() -> new Crawler().crawl(start, 20))
                .forEach((page, what) -> IO.println(page + ": " + what));
    }

    /// What came of each page: its length, or why there is none.
    Map<URI, String> crawl(URI start, int atOnce) {
        add(start);
        var crew = new Group();
        for (int i = 0; i < atOnce; i++) {
            crew.spawn(this::work);
        }
        crew.spawn(this::showProgress);
        todo.join(); // until every page that was put in is done
        crew.kill("all pages are there");
        IO.println();
        return pages;
    }

    private void work() {
        for (URI page : todo) {
            try {
                pages.put(page, visit(page));
            } finally {
                todo.taskDone();
            }
        }
    }

    private String visit(URI page) {
        try {
            String text = Timeout.call(PATIENCE, () -> fetch(page));
            LINK.matcher(text).results().forEach(link -> add(page.resolve(link.group(1))));
            return text.length() + " characters";
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static String fetch(URI page) throws IOException {
        try (var in = page.toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private void add(URI page) {
        boolean sameSite = pages.isEmpty() || page.getAuthority().equals(first().getAuthority());
        if (sameSite && pages.putIfAbsent(page, "not read yet") == null) {
            todo.put(page);
        }
    }

    private URI first() {
        return pages.keySet().iterator().next();
    }

    private void showProgress() {
        while (true) {
            IO.print("\r%d of %d pages".formatted(pages.size() - todo.unfinished(), pages.size()));
            Greenlet.sleep(Duration.ofMillis(200));
        }
    }
}
