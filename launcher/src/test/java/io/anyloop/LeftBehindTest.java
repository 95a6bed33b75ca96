package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.server.StreamServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hubs that come and go in one process.
class LeftBehindTest {
    private static final String BEST = "the best one";

    /// `-Danyloop.hubs=1000` takes a minute.
    private static final int ROUNDS = Integer.getInteger("anyloop.hubs", 200);

    /// Until most classes are loaded and tables have grown.
    private static final int WARM_UP = 100;

    /// The JDK has more to load at some time, once. What each hub leaves grows in each batch.
    private static final int BATCHES = 3;

    /// Far less than a hub, or a greenlet of one.
    private static final long BYTES_A_ROUND = 1_000;

    private static final InetSocketAddress ANYWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @ParameterizedTest
    @ValueSource(strings = {"select", BEST})
    void hubs_that_come_and_go_leave_nothing(String loop) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            openServeClose(loop);
        }
        var before = new Traces();
        long more = Long.MAX_VALUE;
        for (int i = 0; i < BATCHES && more >= ROUNDS * BYTES_A_ROUND; i++) {
            more = growth(loop);
        }
        before.assertNothingMore(ROUNDS + " hubs have");
        assertTrue(more < ROUNDS * BYTES_A_ROUND, more + " more bytes are in use each time");
    }

    private static long growth(String loop) throws Exception {
        long heap = heap();
        for (int i = 0; i < ROUNDS; i++) {
            openServeClose(loop);
        }
        return heap() - heap;
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", BEST})
    void a_hub_leaves_no_class_loader(String loop) throws Exception {
        WeakReference<ClassLoader> own = withLoader(loop);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (own.get() != null && System.nanoTime() - end < 0) {
            System.gc();
            Thread.sleep(5);
        }
        assertNull(
                own.get(),
                "something of the hub holds the class loader of the thread that opened it");
    }

    private static WeakReference<ClassLoader> withLoader(String loop) throws Exception {
        Thread self = Thread.currentThread();
        ClassLoader before = self.getContextClassLoader();
        try (var own = new URLClassLoader(new URL[0], before)) {
            self.setContextClassLoader(own);
            openServeClose(loop);
            return new WeakReference<>(own);
        } finally {
            self.setContextClassLoader(before);
        }
    }

    private static void openServeClose(String loop) throws IOException {
        var options = Hub.builder();
        try (Hub hub = (loop.equals(BEST) ? options : options.loop(loop)).open()) {
            int port =
                    hub.call(() -> StreamServer.on(ANYWHERE, LeftBehindTest::echo).start().port());
            try (var client = new Socket(ANYWHERE.getAddress(), port)) {
                client.getOutputStream().write('a');
                assertEquals('a', client.getInputStream().read());
            }
            hub.call(() -> Hub.offload(() -> "done"));
        }
    }

    private static void echo(Socket client) throws IOException {
        client.getInputStream().transferTo(client.getOutputStream());
    }

    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
            least =
                    Math.min(
                            least,
                            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
