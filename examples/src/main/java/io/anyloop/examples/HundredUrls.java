package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Fetches many URLs, twenty at a time, with code that knows nothing of greenlets.
final class HundredUrls {
    private HundredUrls() {}

    static void main(String... urls) throws IOException {
        var todo = Stream.of(urls).map(URI::create).toList();
        Hub.run(() -> fetchAll(todo, 20))
                .forEach((url, page) -> IO.println(url + ": " + page.length + " bytes"));
    }

    // @start region="readme"
    static Map<URI, byte[]> fetchAll(Collection<URI> urls, int atMost) throws IOException {
        var todo = new ArrayDeque<>(urls); // no lock here and below: one greenlet runs at a time
        var pages = new HashMap<URI, byte[]>();
        var workers =
                IntStream.range(0, atMost)
                        .mapToObj(_ -> Greenlet.spawn(() -> work(todo, pages)))
                        .toList();
        for (var worker : workers) {
            worker.<IOException>get();
        }
        return pages;
    }

    private static void work(ArrayDeque<URI> todo, Map<URI, byte[]> pages) throws IOException {
        for (URI url = todo.poll(); url != null; url = todo.poll()) {
            pages.put(url, fetch(url));
        }
    }

    private static byte[] fetch(URI url) throws IOException {
        var connection = (HttpURLConnection) url.toURL().openConnection();
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
    // @end
}
