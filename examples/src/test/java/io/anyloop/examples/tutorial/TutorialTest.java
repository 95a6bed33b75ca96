package io.anyloop.examples.tutorial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.exceptions.LoopExit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the tutorial says of each step, its mistakes too.
class TutorialTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private interface Server {
        void serve(ServerSocket server) throws IOException;
    }

    private interface Guests {
        void talk(Socket ann, Socket bob) throws IOException;
    }

    private static void with(Server chat, Guests guests) throws IOException {
        try (Hub hub = Hub.open("select");
                var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            hub.call(() -> {
                var serving = Greenlet.spawn(() -> chat.serve(server));
                try (var ann = new Socket(server.getInetAddress(), server.getLocalPort());
                        var bob = new Socket(server.getInetAddress(), server.getLocalPort())) {
                    guests.talk(ann, bob);
                } finally {
                    serving.kill();
                }
            });
        }
    }

    private static void say(Socket guest, String line) throws IOException {
        guest.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    private static String hear(Socket guest, int bytes, Duration limit) throws IOException {
        return Timeout.callOr(
                limit,
                () -> new String(guest.getInputStream().readNBytes(bytes), UTF_8),
                "nothing");
    }

    @Test
    void without_a_greenlet_for_each_the_second_guest_waits() throws IOException {
        with(
                OneGuest::serve,
                (ann, bob) -> {
                    say(ann, "hi");
                    assertEquals("hi\n", hear(ann, 3, LONG));
                    say(bob, "ho");
                    assertEquals("nothing", hear(bob, 3, SHORT));
                });
    }

    @Test
    void with_one_for_each_all_hear_all() throws IOException {
        with(
                new Crowd()::serve,
                (ann, bob) -> {
                    say(bob, "ho");
                    assertEquals("ho\n", hear(bob, 3, LONG));
                    say(ann, "hi");
                    assertEquals("hi\n", hear(bob, 3, LONG));
                });
    }

    // @start region="mistake"
    @Test
    void a_guest_who_comes_during_a_wait_breaks_the_loop_over_guests() {
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                var crowd = new Crowd();
                crowd.add(new SlowWriter());
                crowd.add(new SlowWriter());
                var telling = Greenlet.spawn(() -> crowd.tellAll("hello"));
                Greenlet.sleep(Duration.ofMillis(500)); // the first guest is being told
                crowd.add(new SlowWriter());
                assertThrows(ConcurrentModificationException.class, telling::get);
            });
        }
    }

    /// A guest who needs a second for each line.
    private static final class SlowWriter extends StringWriter {
        @Override
        public void flush() {
            Greenlet.sleep(Duration.ofSeconds(1));
        }
    }

    // @end

    @Test
    void with_a_queue_for_each_guest_all_hear_all() throws IOException {
        with(
                new Talk()::serve,
                (ann, bob) -> {
                    say(bob, "ho");
                    assertEquals("ho\n", hear(bob, 3, LONG));
                    say(ann, "hi");
                    assertEquals("hi\n", hear(bob, 3, LONG));
                });
    }

    // @start region="hour"
    @Test
    void who_says_nothing_for_ten_minutes_leaves() {
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                long begin = System.nanoTime();
                var talk = new Talk();
                var silent = Greenlet.spawn(() -> talk.talk(new Silent(), new StringWriter()));
                Greenlet.sleep(Duration.ofMinutes(9));
                assertFalse(silent.hasEnded());
                Greenlet.sleep(Duration.ofMinutes(2));
                assertTrue(silent.hasEnded());
                assertTrue(System.nanoTime() - begin < 60e9); // eleven minutes took no time
            });
        }
    }

    /// Somebody who never says a word.
    private static final class Silent extends BufferedReader {
        Silent() {
            super(Reader.nullReader());
        }

        @Override
        public String readLine() {
            Greenlet.sleep(Duration.ofDays(1));
            return null;
        }
    }

    // @end

    @Test
    void who_reads_nothing_holds_up_nobody() {
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                var talk = new Talk();
                var slow = Greenlet.spawn(() -> talk.talk(new Silent(), new SlowWriter()));
                Greenlet.idle();
                var lines = new BufferedReader(new StringReader("hello\n".repeat(500)));
                var quick = Greenlet.spawn(() -> talk.talk(lines, new StringWriter()));
                assertTrue(quick.join(Duration.ofSeconds(1)));
                assertFalse(slow.hasEnded());
            });
        }
    }

    private static final URI HOME = URI.create("http://site.test/");

    // @start region="site"
    /// A site whose home names four pages, each of which names the home; one of them takes an hour.
    private static final Map<String, String> SITE =
            Map.of(
                    "/", "<a href=\"a\"> <a href=\"b\"> <a href=\"c\"> <a href=\"slow\">",
                    "/a", "<a href=\"/\"> <a href=\"b\">",
                    "/b", "<a href=\"/\"> <a href=\"c\">",
                    "/c", "<a href=\"gone\">",
                    "/slow", "");

    private static String fetch(URI page) throws IOException {
        Greenlet.sleep(
                page.getPath().equals("/slow") ? Duration.ofHours(1) : Duration.ofSeconds(1));
        String text = SITE.get(page.getPath());
        if (text == null) {
            throw new IOException("no such page");
        }
        return text;
    }

    // @end

    // @start region="deadlock"
    @Test
    void members_of_a_pool_that_wait_for_its_slots_wait_for_ever() {
        try (Hub hub = Hub.open("sim")) {
            var greedy = new GreedyCrawler(TutorialTest::fetch);
            var deadlock =
                    assertThrows(LoopExit.class, () -> hub.call(() -> greedy.crawl(HOME, 1)));
            assertTrue(deadlock.getMessage().contains("nothing can wake"), deadlock::getMessage);
        }
    }

    // @end

    // @start region="crawl"
    @Test
    void each_page_is_read_once_and_what_is_slow_is_cut_off() {
        try (Hub hub = Hub.open("sim")) {
            var crawler = new SmallCrawler(TutorialTest::fetch);
            var pages = hub.call(() -> crawler.crawl(HOME, 20, Duration.ofMinutes(5)));
            assertEquals(6, pages.size());
            assertEquals("25 characters", pages.get(HOME.resolve("a")));
            assertEquals("java.io.IOException: no such page", pages.get(HOME.resolve("gone")));
            assertTrue(pages.get(HOME.resolve("slow")).startsWith("5 seconds"));
        }
    }

    // @end

    @Test
    void the_limit_over_all_ends_the_crawl() {
        try (Hub hub = Hub.open("sim")) {
            var crawler = new SmallCrawler(TutorialTest::fetch);
            var pages = hub.call(() -> crawler.crawl(HOME, 1, Duration.ofMillis(1500)));
            assertEquals("not read", pages.get(HOME.resolve("slow")));
            assertEquals(List.of(), hub.dump().greenlets());
        }
    }

    @Test
    void a_look_inside_shows_who_waits_for_what() {
        try (Hub hub = Hub.open("sim")) {
            String seen =
                    hub.call(() -> {
                        var looking = SmallCrawler.lookInside();
                        Greenlet.sleep(Duration.ofSeconds(1));
                        String dump = hub.dump().toString();
                        looking.kill();
                        return dump;
                    });
            assertTrue(seen.contains("WAITING: "), seen);
        }
    }
}
