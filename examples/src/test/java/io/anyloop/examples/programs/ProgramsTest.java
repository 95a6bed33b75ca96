package io.anyloop.examples.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.group.Group;
import io.anyloop.server.StreamServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /// A site of three pages that name each other, one that is missing, and one elsewhere.
    @Test
    void the_crawler_reads_each_page_of_a_site_once() throws IOException {
        var site = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        Map<String, String> pages =
                Map.of(
                        "/",
                                "<a href=\"/a\">a</a> <a href=\"b#end\">b</a> <a href=\"http://elsewhere.invalid/\">",
                        "/a", "<a href=\"/\">home</a> <a href=\"/gone\">gone</a>",
                        "/b", "<a href=\"/a\">a</a>");
        site.createContext(
                "/",
                request -> {
                    String page = pages.get(request.getRequestURI().getPath());
                    byte[] bytes = page == null ? new byte[0] : page.getBytes(UTF_8);
                    request.sendResponseHeaders(
                            page == null ? 404 : 200, page == null ? -1 : bytes.length);
                    request.getResponseBody().write(bytes);
                    request.close();
                });
        site.start();
        try {
            var start = URI.create("http://localhost:" + site.getAddress().getPort() + "/");
            Map<URI, String> seen = Hub.run(() -> new Crawler().crawl(start, 3));
            assertEquals(
                    List.of("/", "/a", "/b", "/gone"),
                    seen.keySet().stream().map(URI::getPath).sorted().toList());
            assertEquals(pages.get("/a").length() + " characters", seen.get(start.resolve("/a")));
            assertTrue(seen.get(start.resolve("/gone")).contains("FileNotFound"), seen::toString);
        } finally {
            site.stop(0);
        }
    }

    @Test
    void the_proxy_passes_on_and_cuts_off() throws IOException {
        Hub.run(() -> {
            var echo = StreamServer.on(new InetSocketAddress(HERE, 0), ProgramsTest::echo).start();
            var proxy = new Proxy(new InetSocketAddress(HERE, echo.port()));
            var front = StreamServer.on(new InetSocketAddress(HERE, 0), proxy::relay).start();
            try (echo;
                    front;
                    var polite = new Socket(HERE, front.port());
                    var endless = new Socket(HERE, front.port())) {
                polite.getOutputStream().write("hello".getBytes(UTF_8));
                polite.shutdownOutput();
                assertEquals("hello", new String(polite.getInputStream().readAllBytes(), UTF_8));

                endless.getOutputStream().write('x');
                assertEquals('x', endless.getInputStream().read());
                assertEquals("There is no 0", proxy.kill(0));
                int id = proxy.connected().keySet().iterator().next();
                proxy.obey(new BufferedReader(new StringReader("list\nkill " + id + "\nstop\n")));
                assertEquals(-1, endless.getInputStream().read());
            }
        });
    }

    private static void echo(Socket socket) throws IOException {
        socket.getInputStream().transferTo(socket.getOutputStream());
    }

    @Test
    void the_scan_finds_a_port_that_is_open() throws IOException {
        try (var open = new ServerSocket(0, 1, HERE);
                var bound = new Socket()) {
            bound.bind(
                    new InetSocketAddress(HERE, 0)); // a port that is taken, where nobody listens
            List<Integer> ports = List.of(open.getLocalPort(), bound.getLocalPort());
            assertEquals(
                    List.of(open.getLocalPort()), List.copyOf(Hub.run(() -> PortScan.open(ports))));
        }
    }

    @Test
    void the_load_generator_counts_answers_and_failures() throws IOException {
        var site = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        site.createContext(
                "/",
                request -> {
                    request.sendResponseHeaders(200, 2);
                    request.getResponseBody().write("ok".getBytes(UTF_8));
                    request.close();
                });
        site.start();
        try {
            var page = URI.create("http://localhost:" + site.getAddress().getPort() + "/");
            page.toURL().openStream().close(); // what is loaded for the first request takes time
            String report = Hub.run(() -> new LoadGenerator(page).run(4, Duration.ofSeconds(2)));
            assertTrue(report.matches("[1-9][0-9,]* answers, .* a second, 0 failures; .*"), report);
        } finally {
            site.stop(0);
        }
    }

    @Test
    void jobs_come_again_after_a_failure_and_after_a_limit() {
        var log = new ArrayList<String>();
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                try (var jobs = new Jobs(log::add)) {
                    var second = Duration.ofSeconds(1);
                    jobs.every(second, "broken", second, () -> Integer.parseInt("five"));
                    jobs.every(second, "slow", second, () -> Greenlet.sleep(Duration.ofHours(1)));
                    Greenlet.sleep(Duration.ofMillis(3500));
                }
            });
        }
        assertEquals(
                4,
                log.stream().filter(line -> line.contains("NumberFormat")).count(),
                log::toString);
        assertEquals(
                2,
                log.stream().filter("slow: cut off after 1000 ms"::equals).count(),
                log::toString);
        assertEquals(6, log.size());
    }

    @Test
    void the_limiter_lets_a_burst_through_and_then_so_many_a_second() {
        var calls = new ArrayList<Integer>();
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                try (var limiter = new RateLimiter(10, 3)) {
                    var callers = new Group();
                    for (int i = 0; i < 20; i++) {
                        int number = i;
                        callers.spawn(() -> {
                            limiter.acquire();
                            calls.add(number);
                        });
                    }
                    Greenlet.sleep(Duration.ofMillis(50));
                    assertEquals(List.of(0, 1, 2), calls);
                    assertEquals(false, limiter.acquire(Duration.ZERO));
                    Greenlet.sleep(Duration.ofSeconds(1));
                    assertEquals(13, calls.size());
                    callers.join();
                }
            });
        }
        assertEquals(Stream.iterate(0, i -> i + 1).limit(20).toList(), calls);
    }

    @Test
    void visitors_of_the_chat_hear_each_other() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            var chat = new WebChat(0);
            vertx.deployVerticle(chat).await();
            assertTrue(page(chat.port()).contains("new WebSocket("));
            var heard = new LinkedBlockingQueue<String>();
            var address =
                    new WebSocketConnectOptions()
                            .setHost("localhost")
                            .setPort(chat.port())
                            .setURI("/chat");
            var listener = vertx.createWebSocketClient().webSocket().textMessageHandler(heard::add);
            listener.connect(address).await();
            assertEquals("visitor 1 has come", heard.poll(10, TimeUnit.SECONDS));
            var speaker = vertx.createWebSocketClient().connect(address).await();
            assertEquals("visitor 2 has come", heard.poll(10, TimeUnit.SECONDS));
            speaker.writeTextMessage("hello").await();
            assertEquals("visitor 2: hello", heard.poll(10, TimeUnit.SECONDS));
            speaker.close().await();
            assertEquals("visitor 2 has gone", heard.poll(10, TimeUnit.SECONDS));
        } finally {
            vertx.close().await();
        }
    }

    private static String page(int port) throws IOException {
        try (var in = URI.create("http://localhost:" + port + "/").toURL().openStream();
                var reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            return String.join("\n", reader.lines().toList());
        }
    }

    @Test
    void whoever_names_no_program_gets_the_list() {
        String usage = Programs.usage();
        for (Programs program : Programs.values()) {
            assertTrue(usage.toUpperCase(Locale.ROOT).contains("EXAMPLE " + program + " "), usage);
        }
    }

    @Test
    void each_fits_on_a_page() throws IOException {
        Path folder = Path.of("src/main/java/io/anyloop/examples/programs");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                long lines =
                        Files.readAllLines(file).stream().filter(line -> !line.isBlank()).count();
                assertTrue(lines <= 80, () -> file + " has " + lines + " lines");
            }
        }
    }
}
