package io.anyloop.examples.javadoc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.function.Action;
import io.anyloop.queue.Channel;
import io.anyloop.queue.Queue;
import io.anyloop.sync.BoundedSemaphore;
import io.anyloop.sync.Event;
import io.anyloop.sync.Semaphore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs what the Javadoc of core shows: in virtual time, where nothing outside the program takes part.
class JavadocExamplesTest {
    private static final List<String> URLS = List.of("ccc", "a", "bb");
    private static final List<String> PAGES = List.of("page of a", "page of bb", "page of ccc");

    private static void inVirtualTime(Action<Exception> action) throws Exception {
        try (Hub hub = Hub.open("sim")) {
            hub.call(action);
        }
    }

    @Test
    void hubs() throws Exception {
        assertEquals("page of a", HubUse.hub("a"));
        assertEquals(6, new HubUse().group("account"));
        List<Object> log = new HubUse().builder();
        assertEquals("no such order", ((IOException) log.getFirst()).getMessage());
        assertEquals("orders", log.getLast());
        assertTrue(HubUse.loops().contains("select"));
        inVirtualTime(() -> assertEquals(3, new HubUse().timer().size()));
    }

    @Test
    void a_pool_of_threads(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "text");
        inVirtualTime(() -> assertEquals("text", HubUse.threadPool(file)));
    }

    @Test
    void greenlets() throws Exception {
        inVirtualTime(() -> {
            assertEquals(19, GreenletUse.greenlet("a", "bb"));
            assertEquals(19, GreenletUse.group("a", "bb"));
            assertEquals(PAGES, GreenletUse.pool(URLS));
            List<Greenlet<String>> done = GreenletUse.greenlets(List.of("aaaaaaaa", "bb"));
            assertEquals(List.of("page of bb"), done.stream().map(one -> one.get()).toList());
            List<Greenlet<String>> all =
                    URLS.stream()
                            .map(url -> Greenlet.spawn(() -> GreenletUse.timeout(url)))
                            .toList();
            assertEquals(PAGES, GreenletUse.waitInOrder(all));
        });
    }

    @Test
    void waits_for_several_things() throws Exception {
        inVirtualTime(() -> {
            var quit = new Event();
            assertEquals("page of a", GreenletUse.waitFor("a", quit));
            Greenlet.spawn(quit::set);
            assertEquals("no page", GreenletUse.waitFor("aaa", quit));
        });
    }

    @Test
    void what_is_cut_off() throws Exception {
        inVirtualTime(() -> {
            GreenletUse.timeoutOfBlock(List.of("a", "bb"));
            assertThrows(Timeout.class, () -> GreenletUse.timeoutOfBlock(URLS));
            assertThrows(Timeout.class, () -> GreenletUse.timeout("aaaaaa"));
            assertEquals("too late", GreenletUse.timeoutBehind(JavadocExamplesTest::late));
            var down = new SQLException("down");
            assertSame(
                    down,
                    assertThrows(
                            SQLException.class,
                            () ->
                                    GreenletUse.timeoutBehind(() -> {
                                        throw down;
                                    })));
        });
    }

    private static String late() throws SQLException {
        try {
            return Timeout.call(Duration.ofSeconds(1), () -> GreenletUse.timeout("aa"));
        } catch (Timeout e) {
            throw new SQLException(e);
        }
    }

    @Test
    void what_a_kill_leaves_time_for() throws Exception {
        inVirtualTime(() -> {
            var log = new ArrayList<Object>();
            var slow =
                    new GreenletUse.Transaction() {
                        @Override
                        public void run() {
                            Greenlet.sleep(Duration.ofHours(1));
                        }

                        @Override
                        public void rollback() {
                            Greenlet.sleep(Duration.ofMillis(5));
                            log.add("rolled back");
                        }
                    };
            Greenlet<Void> cut = Greenlet.spawn(() -> GreenletUse.shielded(slow));
            Greenlet.yield();
            cut.kill();
            assertEquals(List.of("rolled back"), log);

            Greenlet<Void> served = Greenlet.spawn(() -> GreenletUse.unmasked(slow::run, log::add));
            Greenlet.yield();
            served.kill();
            assertEquals(List.of("rolled back", 503), log);
            assertThrows(CancellationException.class, served::get);
        });
    }

    @Test
    void queues() throws Exception {
        inVirtualTime(() -> {
            assertEquals(3, QueueUse.queue(URLS).size());
            assertEquals(3, QueueUse.joinableQueue(URLS).size());
            assertEquals("deleted a line", QueueUse.lifoQueue());
            assertEquals("hub", QueueUse.priorityQueue());
            assertEquals("ball", QueueUse.channel());
            var questions = new Queue<String>();
            var answers = new Channel<String>();
            var quit = new Queue<String>();
            questions.put("why");
            assertEquals("asked why", QueueUse.select(questions, answers, quit, "so"));
            Greenlet<String> reader = Greenlet.spawn(() -> answers.get());
            assertEquals("answered", QueueUse.select(questions, answers, quit, "so"));
            assertEquals("so", reader.get());
            quit.shutdown();
            assertEquals("the end", QueueUse.select(questions, answers, quit, "so"));
        });
    }

    @Test
    void locks() throws Exception {
        inVirtualTime(() -> {
            var account = new LockUse();
            List<Greenlet<Integer>> both =
                    List.of(
                            Greenlet.spawn(() -> account.deposit(1)),
                            Greenlet.spawn(() -> account.deposit(2)));
            assertEquals(List.of(1, 3), both.stream().map(one -> (int) one.get()).toList());
            account.twice(2);
            assertEquals(14, account.convert(2));
            account.newRate(5);
            assertEquals(10, account.convert(2));
            Greenlet<String> taker = Greenlet.spawn(account::take);
            Greenlet.yield();
            account.put("item");
            assertEquals("item", taker.get());
            assertEquals("page of a", LockUse.semaphore(new Semaphore(1), "a"));
            var places = new BoundedSemaphore(1);
            assertEquals("page of a", LockUse.boundedSemaphore(places, "a"));
            assertEquals(1, places.permits());
        });
    }

    @Test
    void meetings() throws Exception {
        inVirtualTime(() -> {
            assertEquals(Set.copyOf(URLS), Set.copyOf(LockUse.barrier(URLS)));
            assertEquals("page of a", LockUse.event("a"));
        });
    }

    @Test
    void an_answer_from_another_thread() throws Exception {
        LockUse.Client client =
                (question, answer, _) ->
                        Thread.ofPlatform().start(() -> answer.accept("re: " + question));
        assertEquals("re: why", Hub.run(() -> LockUse.asyncResult(client, "why")));
    }

    @Test
    void waits_of_ones_own() throws Exception {
        inVirtualTime(() -> {
            var use = new WaitingUse();
            use.give();
            use.take();
            Greenlet<Void> taker = Greenlet.spawn(use::take);
            Greenlet.yield();
            assertFalse(taker.hasEnded());
            use.give();
            taker.get();
            var second = Duration.ofSeconds(1);
            assertEquals(second.toNanos(), WaitingUse.timed(() -> Greenlet.sleep(second)));
            var set = new Event();
            set.set();
            assertTrue(WaitingUse.all(List.of(set, set), second));
            assertFalse(WaitingUse.all(List.of(set, new Event()), second));
            assertNull(use.reply(reply -> {}, second));
            assertEquals("now", use.reply(reply -> reply.accept("now"), second));
        });
    }

    @Test
    void servers() throws Exception {
        try (Hub hub = Hub.open("select")) {
            hub.call(() -> {
                try (var echo = IoUse.stream(0);
                        var limited =
                                IoUse.builder(client ->
                                        client.getInputStream()
                                                .transferTo(client.getOutputStream()));
                        var datagrams = IoUse.datagram(0);
                        var few = IoUse.datagramBuilder(0)) {
                    assertEquals("hello", said(echo.port()));
                    assertEquals("hello", said(limited.port()));
                    assertEquals(5, received(datagrams.port()));
                    assertEquals(5, received(few.port()));
                }
            });
        }
    }

    private static String said(int port) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.getOutputStream().write("hello".getBytes(UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static int received(int port) throws IOException {
        try (var channel = DatagramChannel.open()) {
            var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            channel.send(ByteBuffer.wrap("hello".getBytes(UTF_8)), server);
            return IoUse.receive(channel, ByteBuffer.allocate(100));
        }
    }

    @Test
    void what_lies_outside() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var in = new ByteArrayInputStream("12345678".getBytes(UTF_8));
        try (Hub hub = Hub.open("select")) {
            hub.call(() -> {
                assertTrue(IoUse.child(java, "--version").size() > 1);
                var failed = assertThrows(IOException.class, () -> IoUse.child(java, "-none"));
                assertTrue(failed.getMessage().startsWith("failed after "));
                byte[] next = IoUse.keeping(in, Duration.ofSeconds(5));
                assertArrayEquals("12345678".getBytes(UTF_8), next);
                var page = CompletableFuture.supplyAsync(() -> "page");
                assertEquals("page", IoUse.future(page));
                var released = new ArrayList<String>();
                IoUse.futureToGiveBack(
                        () -> CompletableFuture.completedStage(() -> released.add("released")));
                assertEquals(List.of("released"), released);
            });
        }
    }
}
