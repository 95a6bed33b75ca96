package io.anyloop.examples;

import io.anyloop.Hub;
import io.anyloop.group.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
        var pages = new HashMap<URI, byte[]>(); // no lock: one greenlet runs at a time
        try (var pool = new Pool(atMost)) {
            pool.map(urls, url -> pages.put(url, fetch(url)));
        }
        return pages;
    }

    private static byte[] fetch(URI url) throws IOException {
        var connection = (HttpURLConnection) url.toURL().openConnection();
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }
    // @end
}
