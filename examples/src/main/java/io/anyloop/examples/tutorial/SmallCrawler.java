package io.anyloop.examples.tutorial;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.group.Group;
import io.anyloop.queue.JoinableQueue;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the pages of a site, so many at once, with a limit for each and one for all.
final class SmallCrawler {
    private static final Duration EACH = Duration.ofSeconds(5);

    private final Web web;

    SmallCrawler(Web web) {
        this.web = web;
    }

    static void main(String... args) {
        var crawler = new SmallCrawler(Web::fromNetwork);
        Hub.run(() -> crawler.crawl(URI.create(args[0]), 20, Duration.ofMinutes(5)))
                .forEach((page, what) -> IO.println(page + ": " + what));
    }

    // @start region="crawl"
    private final Map<URI, String> pages = new LinkedHashMap<>();
    private final JoinableQueue<URI> todo = new JoinableQueue<>(); // no bound: put never waits

    Map<URI, String> crawl(URI start, int atOnce, Duration all) {
        add(start);
        var crew = new Group();
        for (int i = 0; i < atOnce; i++) {
            crew.spawn(this::work);
        }
        todo.join(all); // until each page that was put in is done, or the time is up
        crew.kill("the crawler has ended");
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
            String text = Timeout.call(EACH, () -> web.fetch(page));
            Web.links(page, text).forEach(this::add);
            return text.length() + " characters";
        } catch (Timeout late) {
            return late.getMessage();
        } catch (Exception failure) {
            return failure.toString();
        }
    }

    private void add(URI page) {
        if (pages.putIfAbsent(page, "not read") == null) {
            todo.put(page);
        }
    }

    // @end

    // @start region="look"
    /// Prints every two seconds who waits for what.
    static Greenlet<Void> lookInside() {
        return Greenlet.spawn(() -> {
            while (true) {
                Greenlet.sleep(Duration.ofSeconds(2));
                IO.println(Hub.current().dump());
            }
        });
    }
    // @end
}
