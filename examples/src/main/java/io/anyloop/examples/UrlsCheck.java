package io.anyloop.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.anyloop.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// [HundredUrls] against a server on platform threads, which counts how many requests it has at the same time.
record UrlsCheck(int urls, int atMost) implements Check {
    private static final int THINKING_MILLIS = 10;

    @Override
    public String name() {
        return "urls";
    }

    @Override
    public String run(Hub hub) throws Exception {
        Site site = new Site();
        // More threads than there should be requests: else they would hide that there are too many.
        try (ExecutorService threads = Executors.newFixedThreadPool(atMost * 2)) {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), urls);
            server.setExecutor(threads);
            server.createContext("/", site::answer);
            server.start();
            try {
                return check(fetch(hub, server), site.most.get());
            } finally {
                server.stop(0);
            }
        }
    }

    private Map<URI, byte[]> fetch(Hub hub, HttpServer server) throws IOException {
        String site =
                "http://%s:%d/"
                        .formatted(
                                server.getAddress().getAddress().getHostAddress(),
                                server.getAddress().getPort());
        var all = IntStream.range(0, urls).mapToObj(n -> URI.create(site + n)).toList();
        return hub.call(() -> HundredUrls.fetchAll(all, atMost));
    }

    private String check(Map<URI, byte[]> pages, int most) throws Wrong {
        Wrong.unless(pages.size() == urls, "%d pages instead of %d", pages.size(), urls);
        for (var page : pages.entrySet()) {
            byte[] right = page(page.getKey());
            Wrong.unless(
                    Arrays.equals(page.getValue(), right),
                    "%s: got %d bytes that are not the %d of the page",
                    page.getKey(),
                    page.getValue().length,
                    right.length);
        }
        Wrong.unless(
                most > 1 && most <= atMost,
                "%d requests at a time instead of 2 to %d",
                most,
                atMost);
        long bytes = pages.values().stream().mapToLong(page -> page.length).sum();
        return "%d pages, %,d bytes, %d at a time".formatted(pages.size(), bytes, most);
    }

    /// The page of a URL: for each number another size and other contents.
    private static byte[] page(URI url) {
        int number = Integer.parseInt(url.getPath().substring(1));
        byte[] page = new byte[1_000 + 97 * number];
        new Random(number).nextBytes(page);
        return page;
    }

    private static final class Site {
        private final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        void answer(HttpExchange exchange) throws IOException {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            byte[] page = page(exchange.getRequestURI());
            think();
            now.decrementAndGet(); // before the client can know that this one is done
            try (exchange) {
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        }

        private static void think() {
            try {
                Thread.sleep(THINKING_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
