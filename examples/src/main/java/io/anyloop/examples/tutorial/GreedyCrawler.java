package io.anyloop.examples.tutorial;

import io.anyloop.group.Pool;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;

/// The first try of a crawler: its members wait for slots of the pool in which they have one.
final class GreedyCrawler {
    private final Web web;

    GreedyCrawler(Web web) {
        this.web = web;
    }

    // @start region="crawl"
    private final Set<URI> seen = new LinkedHashSet<>();

    Set<URI> crawl(URI start, int atOnce) {
        try (var pool = new Pool(atOnce)) {
            pool.spawn(() -> visit(pool, start));
            pool.join();
        }
        return seen;
    }

    private void visit(Pool pool, URI page) throws IOException {
        if (seen.add(page)) {
            for (URI link : Web.links(page, web.fetch(page))) {
                pool.spawn(() -> visit(pool, link)); // waits for a slot, and has one itself
            }
        }
    }
    // @end
}
